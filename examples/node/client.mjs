// Structures a file: node client.mjs page.txt [address], behind `npm install` in this folder.
import { readFileSync } from "node:fs";
import grpc from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

const [file, address = "127.0.0.1:50051"] = process.argv.slice(2);
const protos = new URL("../../proto", import.meta.url).pathname;
const { maqal } = grpc.loadPackageDefinition(
  loadSync("maqal/v1/structuring_service.proto", { includeDirs: [protos], enums: String }),
);
const client = new maqal.v1.StructuringService(address, grpc.credentials.createInsecure());

client.structureArticle({ article: { content: readFileSync(file, "utf8") } }, (error, answer) => {
  if (error) throw error;
  const { headline, datePublished, entities } = answer.article;
  const people = entities.filter((entity) => entity.type === "ENTITY_TYPE_PERSON");
  console.log("headline:", headline?.text ?? "");
  console.log("date:", datePublished?.value ?? "");
  console.log("people:", people.map((entity) => entity.name).join(", "));
  client.close();
});
