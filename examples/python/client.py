"""Structures a file: python client.py page.txt [address], from the root of the repository.

Needs grpcio and grpcio-tools, which makes the stubs when the program runs.
"""
import sys

import grpc

sys.path.insert(0, "proto")
api, rpc = grpc.protos_and_services("maqal/v1/structuring_service.proto")

with grpc.insecure_channel(sys.argv[2] if len(sys.argv) > 2 else "127.0.0.1:50051") as channel:
    raw = api.RawArticle(content=open(sys.argv[1], encoding="utf-8").read())
    request = api.StructureArticleRequest(article=raw)
    article = rpc.StructuringServiceStub(channel).StructureArticle(request).article
    people = [entity.name for entity in article.entities if entity.type == 1]  # ENTITY_TYPE_PERSON
    print("headline:", article.headline.text)
    print("date:", article.date_published.value)
    print("people:", ", ".join(people))
