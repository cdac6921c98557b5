//! A small server on loopback that speaks the query protocol of ElastiCache and STS, and records what it is asked.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::xml;

/// One call that was made.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Call {
    /// As in a policy: `elasticache:DescribeEvents`.
    pub(crate) action: String,
    /// The region that it was signed for.
    pub(crate) region: String,
    /// The access key that it was signed with.
    pub(crate) key: String,
    /// Its signature.
    pub(crate) signature: String,
    /// The fields of the request.
    pub(crate) fields: BTreeMap<String, String>,
}

impl Call {
    /// A field's value, or nothing.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// Which page is asked for; the first has no marker.
    pub(crate) fn marker(&self) -> &str {
        self.field("Marker")
    }
}

/// What the server says to a call.
#[derive(Debug, Clone)]
pub(crate) enum Reply {
    /// An answer with this body.
    Good(String),
    /// Another status with this body.
    Bad(u16, String),
    /// Nothing, and the connection stays open.
    Silence,
    /// These bytes, head and all; then the connection is closed.
    Raw(Vec<u8>),
    /// These bytes; then the connection is reset.
    Reset(Vec<u8>),
    /// These bytes, then a piece again and again, with a pause after each.
    Endless(Vec<u8>, Vec<u8>, Duration),
}

type Handler = dyn Fn(&Call) -> Option<Reply> + Send + Sync;

/// The server. It ends with the process.
pub(crate) struct Stub {
    pub(crate) url: String,
    calls: Arc<Mutex<Vec<Call>>>,
}

impl Stub {
    /// Starts a server that answers as `handler` says, and as a small sound account where that says nothing.
    pub(crate) fn start(handler: impl Fn(&Call) -> Option<Reply> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let calls = Arc::new(Mutex::new(Vec::new()));
        let (record, handler): (_, Arc<Handler>) = (calls.clone(), Arc::new(handler));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (record, handler) = (Arc::clone(&record), Arc::clone(&handler));
                std::thread::spawn(move || serve(stream.unwrap(), &record, handler.as_ref()));
            }
        });
        Self { url, calls }
    }

    /// The calls so far.
    pub(crate) fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }

    /// How often an action was asked.
    pub(crate) fn count(&self, action: &str) -> usize {
        self.calls().iter().filter(|call| call.action == action).count()
    }
}

fn serve(stream: TcpStream, record: &Mutex<Vec<Call>>, handler: &Handler) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    while let Some(call) = next_call(&mut reader) {
        record.lock().unwrap().push(call.clone());
        let reply = handler(&call).unwrap_or_else(|| xml::sound(&call));
        match reply {
            Reply::Good(body) => said(&stream, 200, &body),
            Reply::Bad(status, body) => said(&stream, status, &body),
            other => return misbehave(&stream, &other),
        }
    }
}

/// Answers as a server should. A client that has gone is no error here.
fn said(mut stream: &TcpStream, status: u16, body: &str) {
    let head =
        format!("HTTP/1.1 {status} Said\r\nContent-Type: text/xml\r\nContent-Length: {}\r\n\r\n", body.len());
    let _ = stream.write_all(format!("{head}{body}").as_bytes());
}

/// Answers as a server should not, to the end of the connection.
fn misbehave(mut stream: &TcpStream, reply: &Reply) {
    match reply {
        Reply::Good(_) | Reply::Bad(..) => {}
        Reply::Silence => std::thread::sleep(Duration::from_secs(60)),
        Reply::Raw(bytes) => {
            let _ = stream.write_all(bytes);
        }
        Reply::Reset(bytes) => {
            let _ = stream.write_all(bytes);
            // Without lingering, closing sends a reset.
            socket2::SockRef::from(stream).set_linger(Some(Duration::ZERO)).unwrap();
        }
        Reply::Endless(bytes, piece, pause) => {
            let mut written = stream.write_all(bytes);
            while written.is_ok() {
                std::thread::sleep(*pause);
                written = stream.write_all(piece);
            }
        }
    }
}

fn next_call(reader: &mut BufReader<TcpStream>) -> Option<Call> {
    let (mut length, mut scope, mut signature) = (0, String::new(), String::new());
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim();
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        match name.to_lowercase().as_str() {
            "content-length" => length = value.trim().parse().unwrap(),
            "authorization" => {
                let part = |name: &str| value.split(name).nth(1).unwrap().split(',').next().unwrap();
                (scope, signature) = (part("Credential=").into(), part("Signature=").into());
            }
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body = String::from_utf8(body).unwrap();
    let fields = body.split('&').filter_map(|field| field.split_once('='));
    let fields = fields.map(|(name, value)| (name.to_owned(), decode(value))).collect::<BTreeMap<_, _>>();
    let mut scope = scope.split('/');
    let (key, region) = (scope.next().unwrap().to_owned(), scope.nth(1).unwrap_or_default().to_owned());
    let action = format!("{}:{}", scope.next().unwrap_or_default(), fields["Action"]);
    Some(Call { action, region, key, signature, fields })
}

/// Undoes the encoding of a form's value.
fn decode(value: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
            }
            b'+' => b' ',
            other => other,
        });
    }
    String::from_utf8(bytes).unwrap()
}
