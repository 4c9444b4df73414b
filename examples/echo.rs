//! A server that answers every `StructureArticle` at once, with the answer that Maqal gives to
//! FILE: what the stack itself costs. Beside it the cost of structuring is seen
//! (docs/load.md).
//!
//! ```sh
//! cargo run --release --example echo -- 127.0.0.1:50061 examples/article.txt layout
//! ```

#![allow(clippy::print_stderr, reason = "the usage of a measuring tool")]

use std::pin::Pin;
use std::sync::Arc;

use maqal::pipeline::Pipeline;
use maqal::pipeline::interrupt::Interrupt;
use maqal::server::pb::structuring_service_server::{StructuringService, StructuringServiceServer};
use maqal::server::telemetry::Stopwatch;
use maqal::server::{answer_to, from_proto, pb};
use tokio_stream::Stream;
use tonic::transport::Server;
use tonic::{Request, Response, Status, Streaming};

struct Echo(Arc<pb::StructuredArticle>);

type AnswerStream =
    Pin<Box<dyn Stream<Item = Result<pb::StructureArticlesResponse, Status>> + Send>>;

#[tonic::async_trait]
impl StructuringService for Echo {
    type StructureArticlesStream = AnswerStream;

    async fn structure_article(
        &self,
        _request: Request<pb::StructureArticleRequest>,
    ) -> Result<Response<pb::StructureArticleResponse>, Status> {
        Ok(Response::new(pb::StructureArticleResponse {
            article: Some(self.0.as_ref().clone()),
        }))
    }

    async fn structure_articles(
        &self,
        _request: Request<Streaming<pb::StructureArticlesRequest>>,
    ) -> Result<Response<AnswerStream>, Status> {
        Err(Status::unimplemented("echo answers single calls"))
    }

    async fn structure_batch(
        &self,
        _request: Request<pb::StructureBatchRequest>,
    ) -> Result<Response<pb::StructureBatchResponse>, Status> {
        Err(Status::unimplemented("echo answers single calls"))
    }

    async fn get_server_info(
        &self,
        _request: Request<pb::GetServerInfoRequest>,
    ) -> Result<Response<pb::GetServerInfoResponse>, Status> {
        Ok(Response::new(pb::GetServerInfoResponse::default()))
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, file, analyses] = arguments.as_slice() else {
        return Err("expected ADDRESS FILE layout|all".into());
    };
    let content = std::fs::read_to_string(file)?;
    let options = pb::StructureOptions {
        analyses: match analyses.as_str() {
            "layout" => vec![pb::Analysis::Layout.into()],
            _ => Vec::new(),
        },
        ..pb::StructureOptions::default()
    };
    let raw = pb::RawArticle {
        content,
        ..pb::RawArticle::default()
    };
    let job = from_proto::job(Some(raw), Some(options), usize::MAX)?;
    let answer = answer_to(
        job,
        &Pipeline::embedded()?,
        &Interrupt::never(),
        &mut Stopwatch::default(),
    )?;
    eprintln!("echo on {address}");
    Server::builder()
        .add_service(StructuringServiceServer::new(Echo(Arc::new(answer))))
        .serve(address.parse()?)
        .await?;
    Ok(())
}
