"""A time stamping authority (RFC 3161) on loopback, as strict as the standard: what it stamps others can verify."""

from __future__ import annotations

import datetime as dt
import hashlib
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyasn1.codec.der.decoder import decode
from pyasn1.codec.der.encoder import encode
from pyasn1.type import univ, useful
from pyasn1_modules import rfc3161, rfc5035, rfc5280, rfc5652

_SHA256 = univ.ObjectIdentifier("2.16.840.1.101.3.4.2.1")
_RSA = univ.ObjectIdentifier("1.2.840.113549.1.1.1")
_DER = serialization.Encoding.DER


class Authority:
    """An authority with a certificate of its own, and the tokens that it gave."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(65537, 2048)
        above = rsa.generate_private_key(65537, 2048)
        name, issuer = (
            x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name),
                       x509.NameAttribute(NameOID.ORGANIZATION_NAME, "An Authority")])
            for name in ("A clock", "A root")
        )  # fmt: skip
        now = dt.datetime.now(dt.UTC)
        public = self.key.public_key()
        usage = dict.fromkeys(("content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
                               "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False)  # fmt: skip
        self.certificate = (
            x509.CertificateBuilder().subject_name(name).issuer_name(issuer).public_key(public).serial_number(7)
            .not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=9))
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(digital_signature=True, **usage), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above.public_key()), critical=False)
            .sign(above, hashes.SHA256())
        )  # fmt: skip
        self.stamped = 0

    def answer(self, query: bytes) -> bytes:
        """The answer to a request, both as DER."""
        asked, _ = decode(query, asn1Spec=rfc3161.TimeStampReq())
        self.stamped += 1
        info = rfc3161.TSTInfo()
        info["version"], info["policy"], info["serialNumber"] = 1, "1.2.3.4", self.stamped
        info["messageImprint"] = asked["messageImprint"]
        info["genTime"] = useful.GeneralizedTime(dt.datetime.now(dt.UTC).strftime("%Y%m%d%H%M%SZ"))
        if asked["nonce"].hasValue():
            info["nonce"] = int(asked["nonce"])
        content = encode(info)
        response = rfc3161.TimeStampResp()
        response["status"]["status"] = 0
        response["timeStampToken"]["contentType"] = rfc5652.id_signedData
        response["timeStampToken"]["content"] = univ.Any(encode(self._signed(content)))
        return bytes(encode(response))

    def _signed(self, content: bytes) -> Any:
        certificate = self.certificate.public_bytes(_DER)
        parsed, _ = decode(certificate, asn1Spec=rfc5280.Certificate())
        binding = rfc5035.SigningCertificateV2()
        binding["certs"][0]["certHash"] = hashlib.sha256(certificate).digest()
        attributes = rfc5652.SignedAttributes()
        for at, (kind, value) in enumerate((
            (rfc5652.id_contentType, rfc3161.id_ct_TSTInfo),
            (rfc5652.id_messageDigest, univ.OctetString(hashlib.sha256(content).digest())),
            (rfc5035.id_aa_signingCertificateV2, binding),
        )):  # fmt: skip
            attributes[at]["attrType"] = kind
            attributes[at]["attrValues"][0] = univ.Any(encode(value))
        as_set = univ.SetOf(componentType=rfc5652.Attribute())
        as_set.extend(attributes)
        made = rfc5652.SignedData()
        made["version"] = 3
        made["digestAlgorithms"][0]["algorithm"] = _SHA256
        made["encapContentInfo"]["eContentType"] = rfc3161.id_ct_TSTInfo
        made["encapContentInfo"]["eContent"] = content
        made["certificates"][0]["certificate"] = parsed
        signer = made["signerInfos"][0]
        signer["version"] = 1
        signer["sid"]["issuerAndSerialNumber"]["issuer"] = parsed["tbsCertificate"]["issuer"]
        signer["sid"]["issuerAndSerialNumber"]["serialNumber"] = 7
        signer["digestAlgorithm"]["algorithm"] = _SHA256
        signer["signedAttrs"].extend(attributes)
        signer["signatureAlgorithm"]["algorithm"] = _RSA
        signer["signature"] = self.key.sign(encode(as_set), padding.PKCS1v15(), hashes.SHA256())
        return made


@contextmanager
def authority() -> Iterator[tuple[str, Authority]]:
    """An authority that listens: its address, and itself."""
    held = Authority()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer = held.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", held
    finally:
        server.shutdown()
        server.server_close()
