"""Made-up tokens with keys of their own: honest ones, and every attack that is known to work somewhere. Each comes with
the verdict that it must have, the checks that have to refuse it, and whether aws-jwt-verify is known to let it pass.

    forge.py tests/fuzz      writes them as seeds there, made for a fixed moment; the keys are forgotten

Knows RSA, JSON and base64url; knows nothing of Poolwalk.
"""

import base64
import hashlib
import hmac
import json
import math
import pathlib
import re
import sys
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

REGION, POOL, CLIENT = "eu-west-1", "eu-west-1_Ab12Cd34E", "1h57kf5cpq17m0eml12example"
ISSUER = f"https://cognito-idp.{REGION}.amazonaws.com/{POOL}"
UPDATED = f"https://issuer-cognito-idp.{REGION}.amazonaws.com/{POOL}"
HEADER = {"kid": "first=", "alg": "RS256"}
OUT = object()  # in the place of a value: leave this member out


def base64url(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def number(value):
    return base64url(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def written(value):
    """JSON as bytes; bytes stay as they are."""
    return value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()


def changed(members, changes):
    return {name: value for name, value in (members | changes).items() if value is not OUT}


def jwk(key, kid, /, **changes):
    public = key.public_key().public_numbers()
    return changed({"kid": kid, "kty": "RSA", "alg": "RS256", "use": "sig", "n": number(public.n), "e": number(public.e)}, changes)


def key_pair(bits=2048, exponent=65537):
    return rsa.generate_private_key(public_exponent=exponent, key_size=bits)


def signature(key, message, digest=hashes.SHA256, pad=padding.PKCS1v15):
    return key.sign(message.encode(), pad(), digest())


def pss():
    return padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.DIGEST_LENGTH)


@dataclass
class Made:
    """One token, what to hold it against, and what must come of it."""

    name: str
    token: str
    verdict: str = "valid"
    by: str = ""  # the checks that refuse it, in their order
    stricter: bool = False  # aws-jwt-verify lets it pass
    use: str | None = "id"
    client: str | None = CLIENT
    key_set: dict | None = None
    bare: str | None = None  # the token without what a paste brings along

    @property
    def identity(self):
        return re.sub("[^a-z0-9]+", "-", self.name.lower()).strip("-")


class Forge:
    """Makes tokens for one moment, with keys that nobody has seen."""

    def __init__(self, now):
        self.now, self.table = now, []
        self.first, self.second, self.stranger = key_pair(), key_pair(), key_pair()
        self.key_set = {"keys": [jwk(self.first, "first="), jwk(self.second, "second=")]}
        times = {"auth_time": now - 60, "iat": now - 60, "exp": now + 3600}
        both = {"sub": "6e5d1c2a-0001-7002-8003-9f8e7d6c5b4a", "iss": ISSUER, "event_id": "0b1c", "jti": "7f3a", **times}
        self.id = {**both, "aud": CLIENT, "token_use": "id", "cognito:username": "ada", "email_verified": True}
        self.access = {**both, "client_id": CLIENT, "token_use": "access", "scope": "aws.cognito.signin.user.admin", "username": "ada"}

    # ── making ──

    def sign(self, claims, header=HEADER, key=None, **how):
        message = f"{base64url(written(header))}.{base64url(written(claims))}"
        return f"{message}.{base64url(signature(key or self.first, message, **how))}"

    def id_with(self, **changes):
        return self.sign(changed(self.id, changes))

    def access_with(self, **changes):
        return self.sign(changed(self.access, changes), HEADER | {"kid": "second="}, self.second)

    def headed(self, header, key=None, **how):
        """A good ID token under another header."""
        return self.sign(self.id, header, key, **how)

    def spliced(self, find, put):
        """A good ID token with other letters in its JSON, signed as it then is."""
        text = written(self.id)
        assert find in text, find
        return self.sign(text.replace(find, put, 1))

    def honest(self, name, token, **more):
        self.table.append(Made(name, token, **more))

    def refused(self, name, token, by, **more):
        self.table.append(Made(name, token, "invalid", by, **more))

    def looser(self, name, token, by, **more):
        """Refused, though aws-jwt-verify takes it."""
        self.refused(name, token, by, stricter=True, **more)

    # ── the table ──

    def all(self):
        parts = [self.good, self.good_contents, self.good_keys, self.algorithms, self.key_ids, self.own_keys, self.extensions]
        parts += [self.times, self.numbers, self.issuers, self.audiences, self.uses, self.types, self.twins, self.edits]
        parts += [self.signatures, self.spellings, self.shapes, self.contents, self.sizes, self.key_sets]
        for part in parts:
            part()
        names = [made.identity for made in self.table]
        assert len(set(names)) == len(names), sorted(name for name in names if names.count(name) > 1)
        return self.table

    def good(self):
        good, access = self.id_with(), self.access_with()
        self.honest("an ID token", good)
        self.honest("an access token", access, use="access")
        self.honest("an ID token of the newer issuer form", self.id_with(iss=UPDATED))
        self.honest("an access token of the newer issuer form", self.access_with(iss=UPDATED), use="access")
        self.honest("an ID token where either is taken", good, use=None)
        self.honest("an access token where either is taken", access, use=None)
        self.honest("an ID token for any client", self.id_with(aud="another"), client=None)
        self.honest("an access token for any client", self.access_with(client_id="another"), use="access", client=None)
        for what, around in {
            "a blank in front": f" {good}",
            "a line break at the end": f"{good}\r\n",
            "Bearer in front": f"Bearer {good}",
            "a whole header": f"Authorization: bearer {good}",
            "quotation marks and a comma": f'"{good}",',
        }.items():
            self.honest(what, around, bare=good)

    def good_contents(self):
        self.honest("exp with a fraction", self.id_with(exp=self.now + 3600.5))
        self.honest("iat and nbf with fractions", self.id_with(iat=self.now - 60.25, nbf=self.now - 60.75))
        self.honest("exp with an exponent", self.spliced(str(self.now + 3600).encode(), b"4.1e9"))
        self.honest("exp in a far future", self.id_with(exp=99_999_999_999))
        self.honest("nbf in the past", self.id_with(nbf=self.now - 60))
        self.honest("iat to come", self.id_with(iat=self.now + 86_400))
        self.honest("no iat and no auth_time", self.id_with(iat=OUT, auth_time=OUT))
        self.honest("iat before 1970", self.id_with(iat=-1))
        roles = [f"arn:aws:iam::123456789012:role/{name}" for name in ("Readers", "Writers")]
        more = {"cognito:groups": ["readers", "writers"], "cognito:roles": roles, "cognito:preferred_role": roles[0]}
        self.honest("groups and roles", self.sign(self.id | more))
        identity = {"userId": "1", "providerName": "Google", "issuer": None, "primary": "true", "dateCreated": "1700000000000"}
        self.honest("identities", self.id_with(identities=[identity]))
        self.honest("three hundred attributes", self.sign(self.id | {f"custom:a{at}": "x" * 40 for at in range(300)}))
        self.honest("a token of sixty kilobytes", self.id_with(**{"custom:long": "long " * 9000}))
        self.honest("letters of many scripts", self.sign(json.dumps(self.id | {"name": "Ада 阿达 👩‍🚀 \u202eada"}, ensure_ascii=False).encode()))
        self.honest("letters as escapes", self.spliced(b'"ada"', b'"\\u0061\\ud83d\\ude80\\u0000\\n"'))
        self.honest("sixty objects in one another", self.spliced(b'"ada"', b'{"a":' * 60 + b"1" + b"}" * 60))
        self.honest("blanks and line breaks in the JSON", self.sign(b"\n" + json.dumps(self.id, indent=2).encode() + b"\r\n\t "))
        self.honest("members in another order", self.sign(dict(reversed(self.id.items())), dict(reversed(HEADER.items()))))
        self.honest("a key that JavaScript trips over", self.id_with(__proto__={"token_use": "access"}, constructor="x"))
        self.honest("empty and absent values", self.id_with(**{"custom:a": "", "custom:b": None, "custom:c": [], "custom:d": {}}))
        self.honest("the same key in two objects", self.id_with(**{"custom:a": {"exp": 1}, "custom:b": {"exp": 1}}))
        self.honest("client_id beside aud", self.id_with(client_id="another"))
        self.honest("an access token with the address of an API as aud", self.access_with(aud="https://api.example"), use="access")

    def good_keys(self):
        self.honest("an ID token by the second key", self.headed(HEADER | {"kid": "second="}, self.second))
        bare = {"keys": [jwk(self.first, "first=", alg=OUT, use=OUT)]}
        self.honest("a key without alg and use", self.id_with(), key_set=bare)
        for what, more in {
            "typ": {"typ": "JWT"},
            "other members of the header": {"cty": "JWT", "zip": "DEF", "nested": {"alg": "none", "kid": 1}},
            "jku in the header": {"jku": "https://keys.example/jwks.json"},
            "x5u in the header": {"x5u": "https://keys.example/chain.pem"},
            "a stranger's jwk in the header": {"jwk": jwk(self.stranger, "first=")},
        }.items():
            self.honest(f"a good signature, {what}", self.headed(HEADER | more))
        odd = "../../Ключ '\"+/="
        self.honest("a key ID of odd letters", self.headed(HEADER | {"kid": odd}), key_set={"keys": [jwk(self.first, odd)]})
        large, small = key_pair(4096), key_pair(exponent=3)
        self.honest("a key of 4096 bits", self.headed(HEADER, large), key_set={"keys": [jwk(large, "first=")]})
        self.honest("a key with the exponent 3", self.headed(HEADER, small), key_set={"keys": [jwk(small, "first=")]})
        curve = {"kid": "curve", "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "x": "AA", "y": "AA"}
        others = [curve, jwk(self.second, "enc", use="enc"), jwk(self.second, None, n=OUT), {"kid": "first", "kty": "OKP"}]
        self.honest("keys of no use beside the right one", self.id_with(), key_set={"keys": [*others, *self.key_set["keys"]]})

    def algorithms(self):
        none = base64url(written(HEADER | {"alg": "none"}))
        claims = base64url(written(self.id))
        self.refused("alg none with an empty signature", f"{none}.{claims}.", "alg signature")
        self.refused("alg none with junk as signature", f"{none}.{claims}.AAAA", "alg signature")
        named = {"none": "none", "None in capitals": "None", "nOnE in both": "nOnE", "in small letters": "rs256", "with a blank": "RS256 "}
        for what, alg in (named | {"empty": "", "EdDSA": "EdDSA"}).items():
            self.refused(f"alg {what} over a good signature", self.headed(HEADER | {"alg": alg}), "alg signature")
        for what, alg in {"no alg": OUT, "alg null": None, "alg a number": 256, "alg a list": ["RS256"]}.items():
            self.refused(what, self.headed(changed(HEADER, {"alg": alg})), "alg signature")
        pem = self.first.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        for what, secret in {"PEM": pem, "JWK": written(self.key_set["keys"][0]), "modulus": self.key_set["keys"][0]["n"].encode()}.items():
            message = f"{base64url(written(HEADER | {'alg': 'HS256'}))}.{claims}"
            forged = hmac.new(secret, message.encode(), hashlib.sha256).digest()
            self.refused(f"HS256 keyed with the public {what}", f"{message}.{base64url(forged)}", "alg signature")
        bare = {"keys": [jwk(self.first, "first=", alg=OUT)]}
        for alg, how in {"PS256": {"pad": pss}, "RS384": {"digest": hashes.SHA384}, "RS512": {"digest": hashes.SHA512}}.items():
            self.refused(f"{alg} by the right key", self.headed(HEADER | {"alg": alg}, **how), "alg signature")
            judge = self.refused if alg == "PS256" else self.looser
            judge(f"{alg} and a key without alg", self.headed(HEADER | {"alg": alg}, **how), "alg signature", key_set=bare)
            self.refused(f"{alg} that says RS256", self.headed(HEADER, **how), "signature")
        self.refused("SHA-1 that says RS256", self.headed(HEADER, digest=hashes.SHA1), "signature")
        private = ec.generate_private_key(ec.SECP256R1())
        at = private.public_key().public_numbers()
        curve = {"kid": "first=", "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "x": base64url(at.x.to_bytes(32, "big")), "y": base64url(at.y.to_bytes(32, "big"))}
        self.refused("ES256 by name alone", self.headed(HEADER | {"alg": "ES256"}), "alg key signature", key_set={"keys": [curve]})
        self.refused("RS256 and a key on a curve", self.id_with(), "key signature", key_set={"keys": [curve]})

    def key_ids(self):
        for what, kid in {"no kid": OUT, "kid null": None, "kid a number": 1, "kid a list": ["first="], "an empty kid": ""}.items():
            self.refused(what, self.headed(changed(HEADER, {"kid": kid})), "kid key signature")
        named = {"unknown": "third=", "in capitals": "FIRST=", "cut short": "first", "with a blank": "first= ", "with a path": "../first="}
        for what, kid in named.items():
            self.refused(f"kid {what}", self.headed(HEADER | {"kid": kid}), "key signature")
        self.refused("kid of the other key", self.headed(HEADER | {"kid": "second="}), "signature")

    def own_keys(self):
        own = jwk(self.stranger, "own")
        self.refused("embedded jwk of a stranger", self.headed({"kid": "own", "alg": "RS256", "jwk": own}, self.stranger), "key signature")
        for what, more in {
            "jwk": {"jwk": own | {"kid": "first="}},
            "jku": {"jku": "https://evil.example/jwks.json"},
            "x5u": {"x5u": "https://evil.example/chain.pem"},
            "x5c": {"x5c": [base64.b64encode(b"a certificate of a stranger").decode()]},
        }.items():
            self.refused(f"{what} of a stranger under a known kid", self.headed(HEADER | more, self.stranger), "signature")
        self.refused("a stranger's key under a known kid", self.headed(HEADER, self.stranger), "signature")

    def extensions(self):
        for what, crit in {"an extension": ["b64"], "an extension that is understood": ["exp"], "no extension": [], "null": None}.items():
            self.looser(f"crit of {what}", self.headed(HEADER | {"crit": crit, "b64": True}), "crit")

    def times(self):
        self.refused("expired an hour ago", self.id_with(exp=self.now - 3600), "exp")
        self.refused("expired a second ago", self.id_with(exp=self.now - 1), "exp")
        self.refused("expired half a second ago", self.id_with(exp=self.now - 0.5), "exp")
        self.refused("expired before 1970", self.id_with(exp=-1), "exp")
        self.refused("an access token that is expired", self.access_with(exp=self.now - 1), "exp", use="access")
        self.refused("nbf to come", self.id_with(nbf=self.now + 3600), "nbf")
        self.looser("no exp", self.id_with(exp=OUT), "exp")
        self.looser("exp beyond all time", self.id_with(exp=1e300), "exp")

    def numbers(self):
        for what, exp in {"a text": str(self.now + 3600), "null": None, "true": True, "a list": [self.now + 3600], "an object": {}}.items():
            self.refused(f"exp {what}", self.id_with(exp=exp), "shape exp")
        for what, changes in {"nbf a text": {"nbf": "1"}, "iat a text": {"iat": "1"}, "nbf null": {"nbf": None}}.items():
            self.refused(what, self.id_with(**changes), f"shape {what.split()[0]}")
        exp = str(self.now + 3600).encode()
        for what, put in {"1e400": b"1e400", "NaN": b"NaN", "infinite": b"Infinity", "with a plus": b"+" + exp, "hexadecimal": b"0x7fffffff", "with a leading zero": b"0" + exp}.items():
            self.refused(f"exp {what}", self.spliced(exp, put), "shape")

    def issuers(self):
        for what, iss in {
            "of another pool": ISSUER[:-1] + "F",
            "of another region": ISSUER.replace("eu-west-1.", "us-east-1."),
            "with a slash at the end": f"{ISSUER}/",
            "with http": ISSUER.replace("https", "http"),
            "in capitals": ISSUER.upper(),
            "with a blank": f"{ISSUER} ",
            "with a port": ISSUER.replace(".com/", ".com:443/"),
            "with a user": ISSUER.replace("https://", "https://cognito@"),
            "of a look-alike": ISSUER.replace("amazonaws.com", "amazonaws.com.evil.example"),
            "that only begins right": f"{ISSUER}/../eu-west-1_Zz98Yy76X",
            "that is the pool alone": POOL,
            "that is empty": "",
            "that is missing": OUT,
        }.items():
            self.refused(f"an issuer {what}", self.id_with(iss=iss), "iss")
        for what, iss in {"a list": [ISSUER], "null": None, "a number": 1}.items():
            self.refused(f"an issuer that is {what}", self.id_with(iss=iss), "shape iss")

    def audiences(self):
        for what, aud in {"another": "another", "missing": OUT, "in capitals": CLIENT.upper(), "cut short": CLIENT[:-1], "empty": "", "a list with ours": [CLIENT, "another"], "a list of ours": [CLIENT], "an empty list": []}.items():
            self.refused(f"aud {what}", self.id_with(aud=aud), "aud")
        for what, aud in {"a number": 1, "null": None, "a list with a number": [CLIENT, 1]}.items():
            self.refused(f"aud {what}", self.id_with(aud=aud), "shape aud")
        self.refused("the client in the wrong claim of an ID token", self.id_with(aud=OUT, client_id=CLIENT), "aud")
        for what, changes in {"another": {"client_id": "another"}, "missing": {"client_id": OUT}, "in aud": {"client_id": OUT, "aud": CLIENT}}.items():
            self.refused(f"client_id {what}", self.access_with(**changes), "client_id", use="access")
        self.refused("client_id a list", self.access_with(client_id=[CLIENT]), "shape client_id", use="access")

    def uses(self):
        self.refused("an ID token where an access token is wanted", self.id_with(), "token_use", use="access")
        self.refused("an access token where an ID token is wanted", self.access_with(), "token_use")
        for use in (None, "id"):
            told = " where either is taken" if use is None else ""
            for what, value in {"missing": OUT, "refresh": "refresh", "in capitals": "ID", "empty": ""}.items():
                self.refused(f"token_use {what}{told}", self.id_with(token_use=value), "token_use", use=use)
        for what, value in {"a list": ["id"], "null": None, "a number": 1}.items():
            self.refused(f"token_use {what}", self.id_with(token_use=value), "shape token_use")
        self.refused("an ID token that calls itself an access token", self.id_with(token_use="access"), "client_id", use="access")
        self.refused("an access token that calls itself an ID token", self.access_with(token_use="id"), "aud")

    def types(self):
        for name, value in {"sub": 1, "jti": [], "scope": ["openid"]}.items():
            self.refused(f"{name} of another type", self.id_with(**{name: value}), "shape")

    def twins(self):
        """The same key twice: who reads the first and who reads the last see different tokens."""
        past, good = b'"exp":%d' % (self.now - 3600), b'"exp":%d' % (self.now + 3600)
        self.looser("exp twice, the good one last", self.spliced(good, past + b"," + good), "shape")
        self.refused("exp twice, the good one first", self.spliced(good, good + b"," + past), "shape exp")
        self.looser("exp twice, once with an escape", self.spliced(good, b'"\\u0065xp":1,' + good), "shape")
        self.looser("the same exp twice", self.spliced(good, good + b"," + good), "shape")
        for name in ("iss", "aud", "token_use", "sub"):
            self.looser(f"{name} twice, the good one last", self.sign(b'{"%s":"x",' % name.encode() + written(self.id)[1:]), "shape")
        self.looser("a key twice in an inner object", self.spliced(b'"ada"', b'{"a":1,"a":2}'), "shape")
        self.looser("alg twice, the good one last", self.headed(b'{"kid":"first=","alg":"none","alg":"RS256"}'), "shape")
        self.refused("alg twice, the good one first", self.headed(b'{"kid":"first=","alg":"RS256","alg":"none"}'), "shape alg signature")
        self.looser("kid twice, the good one last", self.headed(b'{"kid":"second=","kid":"first=","alg":"RS256"}'), "shape")

    def edits(self):
        header, claims, sealed = self.id_with().split(".")
        other_header, other_claims, other_sealed = self.access_with().split(".")
        for what, old, new in [("user", b'"ada"', b'"eve"'), ("expiry", b'"exp":', b'"exp":9'), ("client", b'"aud":"1', b'"aud":"2')]:
            edited = base64url(written(self.id).replace(old, new))
            by = "signature aud" if what == "client" else "signature"
            self.refused(f"edited {what}", f"{header}.{edited}.{sealed}", by)
        self.refused("claims of another token", f"{header}.{other_claims}.{sealed}", "signature", use="access")
        self.refused("the header of another token", f"{other_header}.{claims}.{sealed}", "signature")
        self.refused("the signature of another token", f"{header}.{claims}.{other_sealed}", "signature")
        self.refused("a blank in the JSON of the header", f"{base64url(json.dumps(HEADER).encode())}.{claims}.{sealed}", "signature")

    def signatures(self):
        message, sealed = self.id_with().rsplit(".", 1)
        raw = base64.urlsafe_b64decode(sealed + "==")
        for what, forged in {
            "empty": b"",
            "of one byte": b"\x00",
            "of zeros": bytes(256),
            "of the modulus": self.first.public_key().public_numbers().n.to_bytes(256, "big"),
            "cut short": raw[:-1],
            "with a byte more": raw + b"\x00",
            "with a zero in front": b"\x00" + raw,
            "with one bit changed": bytes([raw[0] ^ 1]) + raw[1:],
            "backwards": raw[::-1],
        }.items():
            self.refused(f"a signature {what}", f"{message}.{base64url(forged)}", "signature")
        large = int.from_bytes(raw, "big") + self.first.public_key().public_numbers().n
        longer = large.to_bytes((large.bit_length() + 7) // 8, "big")
        self.refused("a signature larger than the modulus", f"{message}.{base64url(longer)}", "signature")

    def spellings(self):
        """The same bytes in other letters."""
        good = self.id_with()
        header, claims, sealed = good.split(".")
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        twin = letters[letters.index(sealed[-1]) | 1]
        self.looser("unused bits of the signature", f"{good[:-1]}{twin}", "shape")
        self.looser("padding after the signature", f"{good}==", "shape")
        self.refused("padding after the header", f"{header}=.{claims}.{sealed}", "shape signature")
        self.refused("padding after the claims", f"{header}.{claims}=.{sealed}", "shape signature")
        self.refused("padding in front", f"={good}", "shape signature")
        odd = written(changed(self.id, {"pad": "~?>" * 5}))
        odd += b" " * ((1 - len(odd)) % 3)  # so that the last letter has bits to spare
        standard = base64.b64encode(odd).decode().rstrip("=")
        assert "+" in standard or "/" in standard
        self.refused("claims in base64 with + and /", self.sealed(header, standard), "shape")
        self.looser("claims with unused bits, signed so", self.sealed(header, standard.replace("+", "-").replace("/", "_")[:-1] + self.twin(odd)), "shape")
        self.looser("claims with padding, signed so", self.sealed(header, base64.urlsafe_b64encode(odd).decode()), "shape")
        for what, put in {"a blank": " ", "a line break": "\n", "a letter of another script": "а", "a percent sign": "%2E", "a zero": "\x00"}.items():
            by = "shape" if what in ("a blank", "a line break") else "shape signature"
            self.refused(f"{what} inside the claims", f"{header}.{claims[:8]}{put}{claims[8:]}.{sealed}", by)

    def sealed(self, header, claims):
        message = f"{header}.{claims}"
        return f"{message}.{base64url(signature(self.first, message))}"

    def twin(self, raw):
        """The last letter of these bytes in base64url, with its unused bits set."""
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        assert len(raw) % 3 == 1
        return letters[letters.index(base64url(raw)[-1]) | 15]

    def shapes(self):
        header, claims, sealed = self.id_with().split(".")
        for what, token in {
            "two parts": f"{header}.{claims}",
            "four parts": f"{header}.{claims}.{sealed}.",
            "a dot in front": f".{header}.{claims}.{sealed}",
            "six parts": f"{header}.{claims}.{sealed}...",
            "nothing": "",
            "a word": "hello",
        }.items():
            self.refused(what, token, "shape")
        self.refused("two dots", "..", "shape signature")
        self.refused("three letters", "a.b.c", "shape signature")
        sealed_header = base64url(written({"cty": "JWT", "enc": "A256GCM", "alg": "RSA-OAEP"}))
        self.table.append(Made("five parts", f"{sealed_header}.AA.AA.AA.AA", "not_verified"))
        self.refused("five parts with a good token's", f"{header}.{claims}.{sealed}..", "shape")

    def contents(self):
        good = written(self.id)
        for what, text in {
            "a list": b"[]",
            "a list with the claims": b"[" + good + b"]",
            "null": b"null",
            "a text": b'"x"',
            "nothing at all": b"",
            "a byte-order mark first": b"\xef\xbb\xbf" + good,
            "a comma too many": good[:-1] + b",}",
            "a comment": b"/* x */" + good,
            "two objects": good + good,
            "a zero at the end": good + b"\x00",
            "quoted by apostrophes": good.replace(b'"', b"'"),
            "no end": good[:-1],
        }.items():
            self.refused(f"claims that are {what}", self.sign(text), "shape")
            if what in ("a list", "null", "nothing at all"):
                self.refused(f"a header that is {what}", self.headed(text), "shape signature")
        self.refused("a header with a byte-order mark", self.headed(b"\xef\xbb\xbf" + written(HEADER)), "shape")
        self.looser("claims that are not UTF-8", self.spliced(b'"ada"', b'"ad\xff"'), "shape")
        self.looser("a header that is not UTF-8", self.headed(b'{"kid":"first=","alg":"RS256","x":"\xff"}'), "shape")
        self.looser("half of a letter as an escape", self.spliced(b'"ada"', b'"\\ud83d"'), "shape")
        self.looser("two hundred objects in one another", self.spliced(b'"ada"', b'{"a":' * 200 + b"1" + b"}" * 200), "shape")
        self.refused("a raw line break in a text", self.spliced(b'"ada"', b'"a\nda"'), "shape")

    def sizes(self):
        self.looser("a token of seventy kilobytes", self.id_with(**{"custom:long": "x" * 51_000}), "shape")
        self.looser("a token of five megabytes", self.id_with(**{"custom:long": "x" * 3_750_000}), "shape")

    def key_sets(self):
        good, one = self.id_with(), lambda **changes: {"keys": [jwk(self.first, "first=", **changes)]}
        for what, keys in {
            "for encryption": one(use="enc"),
            "of kty oct": one(kty="oct"),
            "of kty EC by name": one(kty="EC"),
            "of another alg": one(alg="RS512"),
            "without n": one(n=OUT),
            "without e": one(e=OUT),
            "without kid": one(kid=OUT),
            "with the exponent 1": one(e="AQ"),
            "without kty": one(kty=OUT),
            "not there": {"keys": []},
        }.items():
            self.refused(f"a key {what}", good, "key signature", key_set=keys)
        small = key_pair(1024)
        self.looser("a key of 1024 bits", self.headed(HEADER, small), "key signature", key_set={"keys": [jwk(small, "first=")]})
        twice = {"keys": [jwk(self.first, "first="), jwk(self.stranger, "first=")]}
        self.looser("two keys of one name", good, "key signature", key_set=twice)
        self.refused("the stranger's key of two with one name", self.headed(HEADER, self.stranger), "key signature", key_set={"keys": twice["keys"]})


SEEDS_AT = 1_769_856_127  # the moment that the seeds are made for
LARGEST_SEED = 2048


def parts_of(token):
    """Header and claims as they were before they were signed."""
    return b"\n".join(base64.urlsafe_b64decode(part + "==") for part in token.split(".")[:2])


def main():
    folder, forge = pathlib.Path(sys.argv[1]), Forge(SEEDS_AT)
    table = [made for made in forge.all() if len(made.token) <= LARGEST_SEED]
    ours = [made for made in table if made.key_set is None]
    honest = {made.bare or made.token for made in ours if made.verdict == "valid" and made.use == "id" and made.client}
    signed = [made for made in ours if "signature" not in made.by and made.token.count(".") == 2 and made.bare is None]
    seeds = {
        "token": {made.identity: made.token.encode() for made in ours},
        "signed": {made.identity: parts_of(made.token) for made in signed if "padding" not in made.name},
        "key_set": {made.identity: written(made.key_set) for made in table if made.key_set},
    }
    for target, named in seeds.items():
        (folder / "seeds" / target).mkdir(parents=True, exist_ok=True)
        for name, content in named.items():
            (folder / "seeds" / target / name).write_bytes(content)
    (folder / "honest.txt").write_text("\n".join(sorted(honest)) + "\n")
    (folder / "key_set.json").write_text(json.dumps(forge.key_set, indent=1) + "\n")


if __name__ == "__main__":
    main()
