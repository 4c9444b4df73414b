use super::*;

fn gate(places: usize, max_waiting: usize) -> Gate {
    Gate::new(Bounds {
        places,
        max_waiting,
        max_waiting_bytes: 1_000,
        max_wait: Duration::from_secs(60),
        pressed_wait: Duration::from_secs(60),
    })
}

fn client(name: &str) -> Client {
    Client::Key(name.to_owned())
}

const PATIENCE: Duration = Duration::from_secs(60);

/// A call that waits in the queue by now, and gives its name back once it had its place.
async fn queued(
    gate: &Gate,
    name: &'static str,
    order: &Arc<Mutex<Vec<&'static str>>>,
) -> tokio::task::JoinHandle<Result<(), CallError>> {
    let before = gate.waiting();
    let call = tokio::spawn({
        let (gate, order) = (gate.clone(), Arc::clone(order));
        async move {
            let place = gate.enter(&client(name), PATIENCE, 10).await?;
            order.lock().unwrap().push(name);
            drop(place);
            Ok(())
        }
    });
    while gate.waiting() == before && !call.is_finished() {
        tokio::task::yield_now().await;
    }
    call
}

#[tokio::test]
async fn refuses_beyond_the_queue_and_recovers() {
    let gate = gate(1, 1);
    let order = Arc::default();
    let first = gate.enter(&client("a"), PATIENCE, 10).await.unwrap();
    let second = queued(&gate, "a", &order).await;
    assert!(matches!(
        gate.enter(&client("a"), PATIENCE, 10).await,
        Err(CallError::Overloaded { .. })
    ));
    drop(first);
    second.await.unwrap().unwrap();
    assert!(gate.enter(&client("a"), PATIENCE, 10).await.is_ok());
    assert_eq!((gate.taken(), gate.waiting()), (0, 0));
}

#[tokio::test]
async fn a_call_that_gives_up_leaves_the_queue() {
    let gate = gate(1, 1);
    let held = gate.enter(&client("a"), PATIENCE, 10).await.unwrap();
    let waits = tokio::time::timeout(
        Duration::from_millis(5),
        gate.enter(&client("a"), PATIENCE, 10),
    )
    .await;
    assert!(waits.is_err());
    assert_eq!(gate.waiting(), 0);
    assert!(gate.lock().turns.is_empty());
    drop(held);
    assert_eq!(gate.taken(), 0);
}

#[tokio::test]
async fn places_go_round_the_clients() {
    let gate = gate(1, 16);
    let order = Arc::new(Mutex::new(Vec::new()));
    let held = gate.enter(&client("held"), PATIENCE, 10).await.unwrap();
    let mut calls = Vec::new();
    for name in ["greedy", "greedy", "greedy", "greedy", "small", "other"] {
        calls.push(queued(&gate, name, &order).await);
    }
    drop(held);
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(
        *order.lock().unwrap(),
        ["greedy", "small", "other", "greedy", "greedy", "greedy"]
    );
}

#[tokio::test]
async fn a_full_queue_makes_room_for_a_client_below_its_share() {
    let gate = gate(1, 4);
    let order = Arc::default();
    let held = gate.enter(&client("held"), PATIENCE, 10).await.unwrap();
    let mut greedy = Vec::new();
    for _ in 0..4 {
        greedy.push(queued(&gate, "greedy", &order).await);
    }
    let small = tokio::spawn({
        let gate = gate.clone();
        async move { gate.enter(&client("small"), PATIENCE, 10).await.map(drop) }
    });
    // Its newest call is the one that goes.
    let refused = greedy.pop().unwrap().await.unwrap();
    assert!(matches!(refused, Err(CallError::Overloaded { .. })));
    // Whoever has its share already is refused itself.
    assert!(gate.enter(&client("greedy"), PATIENCE, 10).await.is_err());
    drop(held);
    small.await.unwrap().unwrap();
    for call in greedy {
        call.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn refuses_what_would_wait_longer_than_its_caller_can() {
    let gate = gate(2, 100);
    gate.lock().mean_work = Some(1.0);
    let order = Arc::default();
    let _held = (
        gate.enter(&client("a"), PATIENCE, 10).await.unwrap(),
        gate.enter(&client("a"), PATIENCE, 10).await.unwrap(),
    );
    let _calls = [
        queued(&gate, "a", &order).await,
        queued(&gate, "a", &order).await,
        queued(&gate, "a", &order).await,
    ];
    // Three before it and itself, two at a time, a second each.
    let refused = gate
        .enter(&client("a"), Duration::from_millis(1_900), 10)
        .await
        .unwrap_err();
    let CallError::Overloaded { retry_after } = refused else {
        panic!("{refused}");
    };
    assert_eq!(retry_after, Duration::from_secs(2));
    // Another client comes after one of them only.
    assert_eq!(
        gate.lock().estimate(&client("b"), 2),
        Duration::from_secs(1)
    );
    assert!(matches!(
        gate.enter(&client("b"), Duration::from_millis(900), 10)
            .await,
        Err(CallError::Overloaded { .. })
    ));
}

#[tokio::test]
async fn keeps_the_queue_short_from_the_first_refusal_until_nobody_was_refused() {
    let gate = Gate::new(Bounds {
        max_wait: Duration::from_millis(6_500),
        pressed_wait: Duration::from_millis(1),
        ..gate(1, 100).bounds
    });
    gate.lock().mean_work = Some(1.0);
    let order = Arc::default();
    let held = gate.enter(&client("a"), PATIENCE, 10).await.unwrap();
    assert!(gate.is_full());
    let mut calls = Vec::new();
    for _ in 0..6 {
        assert_eq!(gate.refusal(&client("a"), PATIENCE), None);
        calls.push(queued(&gate, "a", &order).await);
    }
    assert!(gate.refusal(&client("a"), PATIENCE).is_some());
    // The seventh would wait too long. Now the fifth does.
    for waiting in [5, 4] {
        calls.pop().unwrap().abort();
        while gate.waiting() > waiting {
            tokio::task::yield_now().await;
        }
        assert!(gate.enter(&client("a"), PATIENCE, 10).await.is_err());
    }
    // A few may wait in any case.
    calls.pop().unwrap().abort();
    while gate.waiting() > 3 {
        tokio::task::yield_now().await;
    }
    assert_eq!(gate.refusal(&client("a"), PATIENCE), None);
    calls.push(queued(&gate, "a", &order).await);
    assert!(gate.refusal(&client("a"), PATIENCE).is_some());
    let calm = Instant::now().checked_sub(CALM).unwrap();
    gate.lock().refused_at = Some(calm);
    assert_eq!(gate.refusal(&client("a"), PATIENCE), None);
    drop(held);
    for call in calls {
        call.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn a_caller_in_a_hurry_shortens_nobody_elses_queue() {
    let gate = gate(1, 100);
    gate.lock().mean_work = Some(1.0);
    let _held = gate.enter(&client("a"), PATIENCE, 10).await.unwrap();
    let hurry = Duration::from_millis(100);
    assert!(gate.refusal(&client("a"), hurry).is_some());
    assert!(!gate.lock().pressed());
}

#[tokio::test]
async fn learns_how_long_work_takes() {
    let gate = gate(1, 1);
    gate.release(Duration::from_secs(1));
    gate.release(Duration::from_secs(2));
    let mean = gate.lock().mean_work.unwrap();
    assert!((mean - 1.1).abs() < 1e-9, "{mean}");
}

#[tokio::test]
async fn a_stream_waits_without_taking_room() {
    let gate = gate(1, 1);
    let order = Arc::default();
    let held = gate.enter(&client("a"), PATIENCE, 10).await.unwrap();
    let stream = tokio::spawn({
        let gate = gate.clone();
        async move { gate.enter_patiently(&client("b")).await.map(drop) }
    });
    while gate.lock().queues.is_empty() {
        tokio::task::yield_now().await;
    }
    let call = queued(&gate, "a", &order).await;
    drop(held);
    stream.await.unwrap().unwrap();
    call.await.unwrap().unwrap();
    assert_eq!(gate.taken(), 0);
}

#[tokio::test]
async fn text_that_waits_is_bounded_and_shared() {
    let gate = gate(1, 100);
    let held = gate.enter(&client("held"), PATIENCE, 10).await.unwrap();
    let wait = |name: &'static str, bytes: usize| {
        let gate = gate.clone();
        tokio::spawn(async move { gate.enter(&client(name), PATIENCE, bytes).await.map(drop) })
    };
    let first = wait("greedy", 450);
    let second = wait("greedy", 450);
    while gate.waiting() < 2 {
        tokio::task::yield_now().await;
    }
    assert!(gate.enter(&client("greedy"), PATIENCE, 200).await.is_err());
    // More than a share of the whole is nobody's.
    assert!(gate.enter(&client("small"), PATIENCE, 600).await.is_err());
    let small = wait("small", 300);
    assert!(second.await.unwrap().is_err());
    assert_eq!((gate.waiting(), gate.lock().waiting_bytes), (2, 750));
    drop(held);
    first.await.unwrap().unwrap();
    small.await.unwrap().unwrap();
    assert_eq!(gate.lock().waiting_bytes, 0);
}
