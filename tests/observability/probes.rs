//! The second port says when calls are taken.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use maqal::server::telemetry::Telemetry;
use tokio::sync::oneshot;

use crate::watched::{Fake, Running, config, request, start, until};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn probes_say_when_calls_are_taken() {
    let fake = Arc::new(Fake::default());
    let telemetry = Telemetry::new(&*fake, &config(), None);
    assert!(!telemetry.is_ready(), "nothing listens yet");
    let server = start(Arc::clone(&fake), None).await;
    until("ready", || async { server.get("/readyz").await.0 == 200 }).await;
    assert_eq!(server.get("/livez").await, (200, "ok\n".to_owned()));
    assert_eq!(server.get("/secret").await.0, 404);
    let mut client = server.client().await;
    let call = tokio::spawn(async move { client.structure_article(request("slow")).await });
    until("the call arrives", || async {
        fake.entered.load(Ordering::Acquire)
    })
    .await;
    let Running {
        address,
        probes,
        telemetry,
        stop,
        server,
    } = server;
    stop.send(()).unwrap();
    let (stop, _) = oneshot::channel();
    let draining = Running {
        address,
        probes,
        telemetry,
        stop,
        server: tokio::spawn(async {}),
    };
    until("not ready", || async {
        draining.get("/readyz").await.0 == 503
    })
    .await;
    assert_eq!(
        draining.get("/livez").await.0,
        200,
        "it lives while it drains"
    );
    assert!(!draining.telemetry.is_ready());
    fake.open.store(true, Ordering::Release);
    call.await.unwrap().unwrap();
    server.await.unwrap();
    assert_eq!(draining.get("/metrics").await.0, 200);
}
