# Built in two stages; the image holds one static binary and nothing else: no shell, no libc.
FROM rust:1.95-slim-bookworm AS build
RUN apt-get update && apt-get install --yes --no-install-recommends musl-tools && rm -rf /var/lib/apt/lists/* \
    && rustup target add x86_64-unknown-linux-musl
WORKDIR /src
COPY . .
RUN cargo build --release --locked --target x86_64-unknown-linux-musl

FROM scratch
COPY --from=build /src/target/x86_64-unknown-linux-musl/release/maqal /maqal
COPY --from=build /src/LICENSE /src/DATA_LICENSES.md /
# Not root; nothing is written at run time.
USER 65532:65532
ENV MAQAL_LISTEN=0.0.0.0:50051
EXPOSE 50051
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=2s CMD ["/maqal", "health"]
ENTRYPOINT ["/maqal"]
CMD ["serve"]
