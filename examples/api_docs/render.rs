//! The reference of the API as a page: services, messages, enums, with their comments.

use std::fmt::{self, Write as _};

use prost_reflect::{
    Cardinality, DescriptorPool, EnumDescriptor, FieldDescriptor, FileDescriptor, Kind,
    MessageDescriptor, ServiceDescriptor,
};

/// What is described; what it uses of others is only named.
const PACKAGE: &str = "maqal.v1";

const HEAD: &str = "\
# API reference

Written from the comments of [`proto/maqal/v1/`](../proto/maqal/v1) by `cargo run --example api_docs`; change those, not this page.
What the fields of an article mean, with examples and with what makes them absent: [`fields.md`](fields.md).
A field of one message may be absent; a text that is not said is empty, a number 0, a list without elements.
";

/// The page for a set of descriptors with their comments.
pub(crate) fn page(descriptors: &[u8]) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    let pool = DescriptorPool::decode(descriptors)?;
    let mut files: Vec<FileDescriptor> = pool
        .files()
        .filter(|file| file.package_name() == PACKAGE)
        .collect();
    // The file with the service first.
    files.sort_by_key(|file| (file.services().len() == 0, file.name().to_owned()));
    let mut page = HEAD.to_owned();
    for file in &files {
        for service in file.services() {
            write_service(&mut page, &service)?;
        }
    }
    for file in &files {
        writeln!(page, "\n## Messages of `{}`", file.name())?;
        for message in file.messages() {
            write_message(&mut page, &message)?;
        }
        if file.enums().len() > 0 {
            writeln!(page, "\n## Enums of `{}`", file.name())?;
            for one in file.enums() {
                write_enum(&mut page, &one)?;
            }
        }
    }
    Ok(page)
}

/// The comment above what stands at a path of a file, one line for each paragraph.
fn comment(file: &FileDescriptor, path: &[i32]) -> String {
    let proto = file.file_descriptor_proto();
    let locations = proto
        .source_code_info
        .iter()
        .flat_map(|info| &info.location);
    let found = locations
        .filter(|location| location.path == path)
        .find_map(|location| location.leading_comments.as_deref());
    let paragraphs = found.unwrap_or_default().split("\n\n");
    let joined: Vec<String> = paragraphs
        .map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|paragraph| !paragraph.is_empty())
        .collect();
    joined.join("\n\n")
}

/// A comment as one cell of a table.
fn cell(comment: &str) -> String {
    comment.replace("\n\n", " ").replace('|', "\\|")
}

fn write_service(page: &mut String, service: &ServiceDescriptor) -> fmt::Result {
    let file = service.parent_file();
    writeln!(
        page,
        "\n## `{}`\n\n{}",
        service.full_name(),
        comment(&file, service.path())
    )?;
    for method in service.methods() {
        let stream = |is: bool| if is { "stream of " } else { "" };
        writeln!(
            page,
            "\n### {}\n\n{}{} → {}{}\n\n{}",
            method.name(),
            stream(method.is_client_streaming()),
            link(method.input().name()),
            stream(method.is_server_streaming()),
            link(method.output().name()),
            comment(&file, method.path())
        )?;
    }
    Ok(())
}

fn write_message(page: &mut String, message: &MessageDescriptor) -> fmt::Result {
    let file = message.parent_file();
    writeln!(
        page,
        "\n### {}\n\n{}",
        message.name(),
        comment(&file, message.path())
    )?;
    if message.fields().len() == 0 {
        return writeln!(page, "\nNo fields.");
    }
    writeln!(
        page,
        "\n| field | number | type | meaning |\n|---|---|---|---|"
    )?;
    let mut fields: Vec<FieldDescriptor> = message.fields().collect();
    fields.sort_by_key(FieldDescriptor::number);
    for field in fields {
        let mut meaning = cell(&comment(&file, field.path()));
        if let Some(one) = field.containing_oneof().filter(|one| !one.is_synthetic()) {
            let names: Vec<String> = one
                .fields()
                .map(|field| format!("`{}`", field.name()))
                .collect();
            write!(meaning, " One of {}.", names.join(", "))?;
        }
        writeln!(
            page,
            "| `{}` | {} | {} | {meaning} |",
            field.name(),
            field.number(),
            type_of(&field)
        )?;
    }
    Ok(())
}

fn write_enum(page: &mut String, one: &EnumDescriptor) -> fmt::Result {
    let file = one.parent_file();
    writeln!(
        page,
        "\n### {}\n\n{}",
        one.name(),
        comment(&file, one.path())
    )?;
    writeln!(page, "\n| value | number | meaning |\n|---|---|---|")?;
    for value in one.values() {
        let meaning = cell(&comment(&file, value.path()));
        writeln!(
            page,
            "| `{}` | {} | {meaning} |",
            value.name(),
            value.number()
        )?;
    }
    Ok(())
}

/// The name of a type of ours, leading to it.
fn link(name: &str) -> String {
    format!("[{name}](#{})", name.to_lowercase())
}

fn type_of(field: &FieldDescriptor) -> String {
    let named = |name: &str, full: &str, package: &str| {
        if package == PACKAGE {
            link(name)
        } else {
            format!("`{full}`")
        }
    };
    let kind = match field.kind() {
        Kind::Message(message) => {
            named(message.name(), message.full_name(), message.package_name())
        }
        Kind::Enum(one) => named(one.name(), one.full_name(), one.package_name()),
        Kind::Double => "double".to_owned(),
        Kind::Float => "float".to_owned(),
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => "int32".to_owned(),
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => "int64".to_owned(),
        Kind::Uint32 | Kind::Fixed32 => "uint32".to_owned(),
        Kind::Uint64 | Kind::Fixed64 => "uint64".to_owned(),
        Kind::Bool => "bool".to_owned(),
        Kind::String => "string".to_owned(),
        Kind::Bytes => "bytes".to_owned(),
    };
    let optional = field
        .containing_oneof()
        .is_some_and(|one| one.is_synthetic());
    if field.is_map() {
        format!("map of {kind}")
    } else if field.cardinality() == Cardinality::Repeated {
        format!("list of {kind}")
    } else if optional {
        format!("optional {kind}")
    } else {
        kind
    }
}
