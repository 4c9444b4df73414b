// Structures a text from a page in a browser, over gRPC-Web: headline, date and people as lines.
import { createClient } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { EntityType } from "../../gen/web/maqal/v1/article_pb.js";
import { StructuringService } from "../../gen/web/maqal/v1/structuring_service_pb.js";

export async function structure(content, baseUrl = "http://127.0.0.1:50051") {
  const client = createClient(StructuringService, createGrpcWebTransport({ baseUrl }));
  const { article } = await client.structureArticle({ article: { content } });
  const people = article.entities.filter((entity) => entity.type === EntityType.PERSON);
  return [
    `headline: ${article.headline?.text ?? ""}`,
    `date: ${article.datePublished?.value ?? ""}`,
    `people: ${people.map((entity) => entity.name).join(", ")}`,
  ];
}

globalThis.structure = structure;
