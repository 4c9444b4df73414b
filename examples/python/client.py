"""Structures a file: python client.py page.txt [address].

Stubs: python -m grpc_tools.protoc -I proto --python_out=. --grpc_python_out=. \
    proto/maqal/v1/*.proto proto/google/rpc/status.proto
"""
import sys

import grpc
from maqal.v1 import structuring_service_pb2 as api
from maqal.v1 import structuring_service_pb2_grpc as rpc

with grpc.insecure_channel(sys.argv[2] if len(sys.argv) > 2 else "127.0.0.1:50051") as channel:
    maqal = rpc.StructuringServiceStub(channel)
    raw = api.RawArticle(content=open(sys.argv[1], encoding="utf-8").read())
    article = maqal.StructureArticle(api.StructureArticleRequest(article=raw)).article
    print(article.headline.text, article.date_published.value, [author.name.text for author in article.authors], sep="\n")
