//! A mail server for tests, which takes everything and shows whole conversations. Shared with `tests/it`, which includes this file.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
};

/// What a command is answered; `None` is the usual answer, and `silence` is none at all.
pub type Answer = fn(&str) -> Option<&'static str>;

/// A mail server on a free port that answers as `answer` says, and hands on whole conversations.
pub async fn catcher(answer: Answer) -> (SocketAddr, UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    (address, catch(listener, answer))
}

/// A mail server behind `listener`.
pub fn catch(listener: TcpListener, answer: Answer) -> UnboundedReceiver<String> {
    let (sender, caught) = unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(converse(stream, answer, sender.clone()));
        }
    });
    caught
}

/// The usual answers only.
pub fn usual(_: &str) -> Option<&'static str> {
    None
}

async fn converse(stream: TcpStream, answer: Answer, caught: UnboundedSender<String>) {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 catcher ready\r\n").await.unwrap();
    let (mut heard, mut in_data) = (String::new(), false);
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return;
        }
        heard.push_str(&line);
        let command = line.trim_end();
        let reply = match answer(command) {
            Some("silence") => continue,
            Some(reply) => reply,
            None if in_data && command != "." => continue,
            None if in_data => {
                in_data = false;
                caught.send(std::mem::take(&mut heard)).unwrap();
                "250 taken"
            }
            None if command == "DATA" => {
                in_data = true;
                "354 go on"
            }
            None if command.starts_with("EHLO") => "250-catcher\r\n250-AUTH PLAIN\r\n250 8BITMIME",
            None => "250 fine",
        };
        stream.write_all(format!("{reply}\r\n").as_bytes()).await.unwrap();
    }
}
