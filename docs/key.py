"""The key of a request, as docs/key.md specifies it (without rules). Reference only: nothing in Reprise runs it.

    python3 key.py key-vectors.json     computes every vector and says which differ
"""
import base64, hashlib, json, re, sys, zlib
from urllib.parse import quote, unquote_to_bytes

CREDENTIALS = set("""key api_key apikey x_api_key subscription_key access_key access_token auth_token id_token refresh_token
    token client_secret secret password sig signature x_amz_credential x_amz_security_token x_amz_signature
    x_goog_credential x_goog_signature""".split())
JSON_TOKEN = re.compile(r'[ \t\r\n]*(?:([{}\[\],:])|("(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*")'
                        r'|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)|(true|false|null)|(\Z))')
TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
PARAMETER = re.compile(r'[ \t]*;[ \t]*(%s)=(?:"((?:[^"\\]|\\.)*)"|(%s))' % (TOKEN, TOKEN), re.S)


def text(s):                                # RFC 8785, 3.2.2.2, and lone surrogates as \udxxx
    short = {'"': '\\"', '\\': '\\\\', '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r'}
    return '"' + ''.join(short.get(c) or ('\\u%04x' % ord(c) if c < ' ' or '\ud800' <= c <= '\udfff' else c) for c in s) + '"'

def number(spelling):                       # exact, never expanded
    sign, whole, fraction, exponent = re.fullmatch(r'(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?', spelling).groups()
    digits = (whole + (fraction or '')).lstrip('0')
    exponent = int(exponent or 0) - len(fraction or '') + len(digits) - len(digits.rstrip('0'))
    digits = digits.rstrip('0')
    return '0' if not digits else sign + digits + ('e%d' % exponent if exponent else '')

def canonical_json(source):                 # without recursion; ValueError if it is not JSON
    stack, at, done, state = [], 0, None, 'value'       # stack of [closing bracket, [(sort key, text)], name]
    while True:
        match = JSON_TOKEN.match(source, at)
        if not match:
            raise ValueError('no token at %d' % at)
        at, (mark, string, num, word, end) = match.end(), match.groups()
        if state in ('value', 'first') and (string or num or word):
            done = text(json.loads(string)) if string else number(num) if num else word
        elif state in ('value', 'first') and mark in ('{', '['):
            stack.append(['}' if mark == '{' else ']', [], None])
            state = 'first name' if mark == '{' else 'first'
            continue
        elif state in ('name', 'first name') and string:
            stack[-1][2], state = json.loads(string), 'colon'
            continue
        elif state == 'colon' and mark == ':':
            state = 'value'
            continue
        elif state == 'after' and mark == ',' and stack:
            state = 'name' if stack[-1][0] == '}' else 'value'
            continue
        elif state in ('first', 'first name', 'after') and stack and mark == stack[-1][0]:
            items = [item for _, item in sorted(stack[-1][1], key=lambda item: item[0])]
            done = {'}': '{', ']': '['}[mark] + ','.join(items) + stack.pop()[0]
        elif state == 'after' and end is not None and not stack:
            return done
        else:
            raise ValueError('not JSON at %d' % at)
        if stack and stack[-1][0] == '}':
            name = stack[-1][2]             # by UTF-16 code units; equal names stay in their order
            stack[-1][1].append((name.encode('utf-16-be', 'surrogatepass'), text(name) + ':' + done))
        elif stack:
            stack[-1][1].append((b'', done))
        state = 'after'

def parameters(source):                     # {name: value}, or None if that is not what it is
    found, at = {}, 0
    while match := PARAMETER.match(source, at):
        name = match[1].lower()
        if name in found:
            return None
        found[name], at = match[3] if match[2] is None else re.sub(r'(?s)\\(.)', r'\1', match[2]), match.end()
    return None if source[at:].strip(' \t') else found

def part(raw):
    body, headers = raw, {}
    while body and not body.startswith(b'\r\n'):
        line, crlf, body = body.partition(b'\r\n')
        name, colon, value = line.decode('utf-8').partition(':')
        if not crlf or len(line) > 8192 or not colon or not re.fullmatch(TOKEN, name):
            raise ValueError('no header')
        name, value = name.lower(), value.strip(' \t')
        headers[name] = ', '.join(filter(None, (headers.get(name), value)))
    members = single(body[2:])
    headers.pop('content-length', None)
    if 'content-type' in headers:
        members['content-type'] = text(headers.pop('content-type'))
    disposition = headers.get('content-disposition', '')
    if disposition[:9].lower() == 'form-data':
        labels = parameters(disposition[9:])
        if labels is not None and set(labels) <= {'name', 'filename'}:
            del headers['content-disposition']
            members.update((name, text(value)) for name, value in labels.items())
    if headers:
        members['headers'] = obj({name: text(value) for name, value in headers.items()})
    return obj(members)

def multipart(body, content_type):          # None if it is none, or not well-formed
    kind, semicolon, rest = content_type.partition(';')
    boundary = (parameters(semicolon + rest) or {}).get('boundary', '')
    if not kind.lower().startswith('multipart/') or not re.fullmatch('[ -~]{1,200}', boundary):
        return None
    delimiter, parts = b'\r\n--' + boundary.encode(), []
    pieces = (b'\r\n' + body).split(delimiter)[1:]
    for i, piece in enumerate(pieces):
        if piece.startswith(b'--'):
            return '[' + ','.join(parts) + ']'
        padding = re.match(b'[ \t]*\r\n', piece)
        try:
            if not padding or i + 1 == len(pieces):
                return None
            parts.append(part(piece[padding.end():]))
        except ValueError:
            return None
    return None

def obj(members):
    return '{' + ','.join(text(name) + ':' + members[name] for name in sorted(members)) + '}'

def single(body):
    if not body:
        return {}
    try:
        return {'body': obj({'json': canonical_json(body.decode('utf-8'))})}
    except ValueError:
        return {'body': obj({'bytes': text(hashlib.sha256(body).hexdigest())})}

def target(path, query):
    path = '/'.join(quote(unquote_to_bytes(segment), safe="!$&'()*+,;=:@") for segment in path.split('/'))
    while path == '/v1/v1' or path.startswith('/v1/v1/'):
        path = path[3:]
    members = []
    for member in filter(None, query.split('&')):
        name, _, value = (unquote_to_bytes(side) for side in member.replace('+', ' ').partition('='))
        if name.decode('utf-8', 'replace').lower().replace('-', '_') not in CREDENTIALS:
            members.append(quote(name, safe='') + '=' + quote(value, safe=''))
    return path, members

def inflate(coded, windows, largest):       # windows: of the first member and, in gzip, of all that follow
    plain, rest, window = b'', coded, windows[0]
    while window:
        decoder = zlib.decompressobj(window)
        plain += decoder.decompress(rest, largest + 1 - len(plain))
        if len(plain) > largest or not decoder.eof:
            raise ValueError('too large, or cut')
        rest = decoder.unused_data
        window = windows[1] if rest[:2] == b'\x1f\x8b' else 0
    if rest.strip(b'\0'):
        raise ValueError('other bytes after the end')
    return plain

def decoded(headers, body):                 # headers and body without content codings; as they are if that fails
    values = [value for name, value in headers if name.lower() == 'content-encoding']
    codings = [name.strip().lower() for name in ','.join(values).split(',')]
    codings = [name for name in codings if name not in ('', 'identity')] if body else []
    largest, plain = min(64 << 20, max(1 << 20, 1000 * len(body) - 1)), body
    try:
        for coding in reversed(codings):
            if coding in ('gzip', 'x-gzip'):
                plain = inflate(plain, (31, 31), largest)
            elif coding == 'deflate':
                is_framed = plain[0] & 15 == 8 and int.from_bytes(plain[:2], 'big') % 31 == 0
                plain = inflate(plain, (15 if is_framed else -15, 0), largest)
            else:                           # br and zstd, which Python has no library for, or unknown
                raise ValueError(coding)
    except (ValueError, zlib.error, IndexError):
        return headers, body
    return [(name, value) for name, value in headers if name.lower() != 'content-encoding'], plain

def requested_range(headers):               # one spelling of the header Range; None if there is none
    joined = ','.join(filter(None, (value.strip(' \t') for name, value in headers if name.lower() == 'range')))
    unit, _, rest = joined.partition('=')
    specs = [spec for spec in (spec.strip(' \t') for spec in rest.split(',')) if spec]
    if not specs or not re.fullmatch(TOKEN, unit.strip(' \t')) or not all(re.fullmatch('[!-~]+', spec) for spec in specs):
        return joined or None
    unit = unit.strip(' \t').lower()
    return unit + '=' + ','.join(re.sub('(?<![0-9])0+(?=[0-9])', '', spec) if unit == 'bytes' else spec for spec in specs)

def canonical(method, path, query, headers, body):
    headers, body = decoded(headers, body)
    path, query = target(path, query)
    members = {'method': text(method), 'path': text(path)}
    wanted = requested_range(headers) if method == 'GET' else None
    if wanted:
        members['headers'] = obj({'range': text(wanted)})
    if query:
        members['query'] = '[' + ','.join(map(text, query)) + ']'
    content_type = next((value for name, value in headers if name.lower() == 'content-type'), '')
    parts = multipart(body, content_type) if body else None
    members.update(single(body) if parts is None else {'body': obj({'multipart': parts})})
    return obj(members)

def digest_and_key(canonical_text, test):
    digest = hashlib.sha256(canonical_text.encode('utf-8')).hexdigest()
    return digest, hashlib.sha256((digest + '\n' + test).encode('utf-8')).hexdigest() if test else digest

def body_of(request):
    if 'nested' in request:
        opening, core, closing = request['nested']
        return (opening * request['depth'] + core + closing * request['depth']).encode()
    return base64.b64decode(request['base64']) if 'base64' in request else request.get('body', '').encode()

def results(vector):
    request = vector['request']
    found = canonical(request['method'], request['path'], request.get('query', ''), request.get('headers', []), body_of(request))
    return (found,) + digest_and_key(found, vector.get('test', ''))


if __name__ == '__main__':
    if hasattr(sys, 'set_int_max_str_digits'):
        sys.set_int_max_str_digits(0)
    published = json.load(open(sys.argv[1], encoding='utf-8'))['vectors']
    vectors = [v for v in published if 'rules' not in v]
    wrong = [v['name'] for v in vectors if results(v)[1:] != (v['digest'], v['key']) or results(v)[0] != v.get('canonical', results(v)[0])]
    print('%d vectors, %d differ' % (len(vectors), len(wrong)), *wrong, sep='\n')
    print('%d more are not checked: they have rules, which this program does not know' % (len(published) - len(vectors)))
    sys.exit(bool(wrong))
