//! Bodies of answers: read to their end within the limits, and looked at before anything is made of them.

use std::borrow::Cow;
use std::mem;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use aws_sdk_elasticache::config::interceptors::{
    BeforeDeserializationInterceptorContextMut, BeforeTransmitInterceptorContextRef,
};
use aws_sdk_elasticache::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_elasticache::error::BoxError;
use aws_smithy_types::body::SdkBody;
use http_body::{Body, Frame};
use memchr::memchr_iter;

use super::bound::Bound;
use super::meter::Meter;
use super::secrets::Secrets;

/// The elements that lists in answers consist of. Each becomes hundreds of bytes in memory, however short it is written.
const OBJECTS: [&[u8]; 18] = [
    b"ReplicationGroup",
    b"NodeGroup",
    b"NodeGroupMember",
    b"ClusterId",
    b"CacheCluster",
    b"CacheNode",
    b"CacheSecurityGroup",
    b"CacheSubnetGroup",
    b"Subnet",
    b"Parameter",
    b"CacheNodeTypeSpecificParameter",
    b"CacheNodeTypeSpecificValue",
    b"GlobalReplicationGroup",
    b"GlobalReplicationGroupMember",
    b"GlobalNodeGroup",
    b"Event",
    b"LogDeliveryConfiguration",
    b"member",
];

/// How long the name of an element is at most, with its namespace, to be counted. A text of longer ones has few for its
/// bytes.
const LONGEST_NAME: usize = 96;

/// Keeps the bodies of answers, those of errors too, within the limits, and what a client signs with out of them.
#[derive(Debug)]
pub(super) struct Bodies {
    meter: Meter,
    secrets: Secrets,
    /// The signature of the request that was made last.
    signature: Mutex<String>,
    /// Whether sound answers are left as they are: those of STS hold credentials, and are not told.
    only_errors: bool,
}

impl Bodies {
    /// Those of ElastiCache.
    pub(super) fn new(meter: Meter, secrets: Secrets) -> Self {
        Self { meter, secrets, signature: Mutex::default(), only_errors: false }
    }

    /// Those of STS.
    pub(super) fn of_sts(meter: Meter, secrets: Secrets) -> Self {
        Self { only_errors: true, ..Self::new(meter, secrets) }
    }
}

impl Intercept for Bodies {
    fn name(&self) -> &'static str {
        "Bodies"
    }

    fn read_after_signing(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _settings: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let headers = context.request().headers();
        self.secrets.add(headers.get("x-amz-security-token").unwrap_or_default());
        let signed = headers.get("authorization").unwrap_or_default();
        let part = |name: &str| signed.split_once(name).map_or("", |(_, rest)| rest);
        self.secrets.add(part("Credential=").split('/').next().unwrap_or_default());
        let signature = part("Signature=").split(',').next().unwrap_or_default();
        signature.clone_into(&mut self.signature.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(())
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _components: &RuntimeComponents,
        _settings: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let response = context.response_mut();
        let signature = self.signature.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let is_open = self.only_errors && response.status().is_success();
        let inner = mem::replace(response.body_mut(), SdkBody::taken());
        let gathered = Gathered {
            inner,
            meter: self.meter.clone(),
            hidden: (!is_open).then(|| (self.secrets.clone(), signature)),
            bytes: Vec::new(),
            ended: false,
        };
        *response.body_mut() = SdkBody::from_body_1_x(gathered);
        Ok(())
    }
}

/// A body that is handed on in one piece, once it has come to its end.
#[derive(Debug)]
struct Gathered {
    inner: SdkBody,
    meter: Meter,
    /// What it is handed on without: secrets, and a signature.
    hidden: Option<(Secrets, String)>,
    bytes: Vec<u8>,
    ended: bool,
}

impl Gathered {
    fn take(&mut self, more: &[u8]) -> Result<(), Bound> {
        let length = self.bytes.len().saturating_add(more.len());
        self.meter.bytes(more.len() as u64, length as u64)?;
        self.bytes.extend_from_slice(more);
        Ok(())
    }

    /// What is handed on.
    fn told(&mut self) -> Vec<u8> {
        let bytes = mem::take(&mut self.bytes);
        let hidden = self.hidden.as_ref();
        match hidden.map(|(secrets, signature)| secrets.hide(&bytes, signature)) {
            Some(Cow::Owned(without)) => without,
            _ => bytes,
        }
    }

    fn look(&self) -> Result<(), Bound> {
        let most = self.meter.limits.page_objects;
        let counts = objects(&self.bytes);
        match counts.iter().any(|count| *count > most) {
            true => Err(Bound::PageObjects(most)),
            false => self.meter.objects(counts.iter().sum()),
        }
    }
}

impl Body for Gathered {
    type Data = <SdkBody as Body>::Data;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        let this = self.get_mut();
        while !this.ended {
            match ready!(Pin::new(&mut this.inner).poll_frame(context)) {
                Some(Ok(frame)) => {
                    if let Some(Err(bound)) = frame.data_ref().map(|data| this.take(data)) {
                        return Poll::Ready(Some(Err(bound.into())));
                    }
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => {
                    this.ended = true;
                    let whole = this.look().map(|()| Frame::data(this.told().into()));
                    return Poll::Ready(Some(whole.map_err(BoxError::from)));
                }
            }
        }
        Poll::Ready(None)
    }
}

/// How many objects of each kind a text has.
fn objects(text: &[u8]) -> [usize; OBJECTS.len()] {
    let mut counts = [0; OBJECTS.len()];
    for at in memchr_iter(b'<', text) {
        let name = element(text.get(at + 1..).unwrap_or_default());
        let count = counts.iter_mut().zip(OBJECTS).find(|(_, object)| *object == name);
        if let Some((count, _)) = count {
            *count += 1;
        }
    }
    counts
}

/// The name of the element that is opened at the beginning of a text, in whatever namespace.
fn element(text: &[u8]) -> &[u8] {
    let start = text.get(..LONGEST_NAME).unwrap_or(text);
    let end = start.iter().position(|byte| matches!(byte, b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n'));
    let name = end.and_then(|end| start.get(..end)).unwrap_or_default();
    name.rsplit(|byte| *byte == b':').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_counted_however_they_are_written() {
        let text = "<a:Event/><Event ><Event\nx=''></Event></a:Event><Events><EventDate/><b>Event </b><Event><Subnet>";
        let counts = objects(text.as_bytes());
        let counted: Vec<_> = OBJECTS.iter().zip(counts).filter(|(_, count)| *count > 0).collect();
        assert_eq!(counted, [(&&b"Subnet"[..], 1), (&&b"Event"[..], 4)]);
        assert_eq!(objects(b"<Event").iter().sum::<usize>(), 0);
    }
}
