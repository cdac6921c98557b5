//! The end that Ctrl-C asks for: no new calls, and none waited for.

use std::future::Future;

use tokio::sync::watch;

/// Knows whether to stop; its clones know the same.
#[derive(Debug, Clone)]
pub(super) struct Stop(watch::Receiver<bool>);

impl Stop {
    /// Stops on the first Ctrl-C. Where the system gives no such signal, it never does.
    pub(super) fn on_ctrl_c() -> Self {
        let (sender, receiver) = watch::channel(false);
        tokio::spawn(async move {
            if tokio::signal::ctrl_c().await.is_ok() {
                sender.send_replace(true);
            }
        });
        Self(receiver)
    }

    /// Whether it is time to stop.
    pub(super) fn asked(&self) -> bool {
        *self.0.borrow()
    }

    /// What a call gives, unless it is time to stop before it has given it.
    pub(super) async fn unless<T>(&self, call: impl Future<Output = T>) -> Option<T> {
        let mut asked = self.0.clone();
        tokio::select! {
            biased;
            Ok(_) = asked.wait_for(|asked| *asked) => None,
            given = call => Some(given),
        }
    }
}
