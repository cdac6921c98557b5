//! A small server on loopback with files at addresses, which records what it is asked.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A status and a body.
type Answer = (u16, Vec<u8>);

/// The server. It ends with the process.
pub(crate) struct Server {
    pub(crate) url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Answers with these; anything else is not found.
    pub(crate) fn start(answers: BTreeMap<String, Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let record = Arc::clone(&requests);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                serve(&stream.unwrap(), &answers, &record);
            }
        });
        Self { url, requests }
    }

    /// The requests so far, with all their headers.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// The addresses that were asked for.
    pub(crate) fn asked(&self) -> Vec<String> {
        let address = |request: &String| request.split(' ').nth(1).unwrap().to_owned();
        self.requests().iter().map(address).collect()
    }
}

fn serve(mut stream: &TcpStream, answers: &BTreeMap<String, Answer>, record: &Mutex<Vec<String>>) {
    let lines = BufReader::new(stream).lines().map_while(Result::ok);
    let request: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let Some(address) = request.first().and_then(|line| line.split(' ').nth(1)) else { return };
    let (status, body) = answers.get(address).cloned().unwrap_or((404, b"Not Found".to_vec()));
    record.lock().unwrap().push(request.join("\n"));
    let head =
        format!("HTTP/1.1 {status} Said\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    // A client that hangs up has had enough.
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
}
