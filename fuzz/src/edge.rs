//! Bytes → `StructureArticleRequest` → answer: a bad request is refused, a good one answered with
//! spans inside the text, in the unit asked for.

use std::sync::LazyLock;

use super::PIPELINE;
use maqal::pipeline::interrupt::Interrupt;
use maqal::server::from_proto::{self, Content};
use maqal::server::telemetry::Stopwatch;
use maqal::server::{DESCRIPTORS, answer_to, pb};
use maqal::text::OffsetEncoding;
use prost::Message as _;
use prost_reflect::{
    DescriptorPool, DynamicMessage, MessageDescriptor, ReflectMessage as _, Value,
};

const MAX_CONTENT_BYTES: usize = 16 * 1024;

static ARTICLE: LazyLock<MessageDescriptor> = LazyLock::new(|| {
    DescriptorPool::decode(DESCRIPTORS)
        .expect("the descriptors can be read")
        .get_message_by_name("maqal.v1.StructuredArticle")
        .expect("the API has articles")
});

/// Checks every span in a message.
fn assert_spans(message: &DynamicMessage, length: u32) {
    if message.descriptor().full_name() == "maqal.v1.Span" {
        let number = |name: &str| {
            message
                .get_field_by_name(name)
                .and_then(|value| value.as_u32())
                .expect("spans have two numbers")
        };
        let (start, end) = (number("start"), number("end"));
        assert!(start <= end && end <= length, "{start}..{end} of {length}");
    }
    for (_, value) in message.fields() {
        assert_value(value, length);
    }
}

fn assert_value(value: &Value, length: u32) {
    match value {
        Value::Message(message) => assert_spans(message, length),
        Value::List(values) => values.iter().for_each(|value| assert_value(value, length)),
        _ => {}
    }
}

/// One input.
pub fn run(data: &[u8]) {
    let Ok(request) = pb::StructureArticleRequest::decode(data) else {
        return;
    };
    let Ok(job) = from_proto::job(request.article, request.options, MAX_CONTENT_BYTES) else {
        return;
    };
    let (content, encoding) = (job.content.clone(), job.options.encoding);
    // Nothing interrupts it; HTML can be too deep.
    let Ok(answer) = answer_to(
        job,
        &*PIPELINE,
        &Interrupt::never(),
        &mut Stopwatch::default(),
    ) else {
        return;
    };
    let content = match &content {
        Content::Text(text) => text,
        Content::Html(_) => &answer.visible_text,
    };
    let length = match encoding {
        OffsetEncoding::Utf8 => content.len(),
        OffsetEncoding::Utf16 => content.encode_utf16().count(),
        OffsetEncoding::CodePoints => content.chars().count(),
    };
    let message = DynamicMessage::decode(ARTICLE.clone(), answer.encode_to_vec().as_slice())
        .expect("an answer can be read");
    // A mask may have left out the text that spans count in.
    if length > 0 {
        assert_spans(&message, length as u32);
    }
}
