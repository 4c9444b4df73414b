# Built in two stages; the image holds one static binary and nothing else: no shell, no libc.
FROM rust:1.95-slim-bookworm AS build
WORKDIR /src
COPY . .
# The C library is linked in; with an explicit target, build scripts are not.
RUN target=$(rustc -vV | sed -n 's/^host: //p') \
    && RUSTFLAGS="-C target-feature=+crt-static" cargo build --release --locked --target "$target" \
    && strip -o /maqal "target/$target/release/maqal"

FROM scratch
COPY --from=build /maqal /maqal
COPY --from=build /src/LICENSE /src/DATA_LICENSES.md /
# Not root; nothing is written at run time.
USER 65532:65532
ENV MAQAL_LISTEN=0.0.0.0:50051
# Everything outside the container is another machine. Without this the server would refuse to speak
# plaintext to it: publish the port on loopback or a private network only, or mount a certificate
# (docs/server.md) and set this to false.
ENV MAQAL_ALLOW_PLAINTEXT=true
EXPOSE 50051
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=2s CMD ["/maqal", "health"]
ENTRYPOINT ["/maqal"]
CMD ["serve"]
