//! A request or an answer as text for reading. It is made once and kept until another one is asked for: masking a large
//! body takes longer than a frame may, and nothing of it changes while it is looked at.

use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{Id, Ui};
use jiff::Timestamp;

use crate::flow::Performed;
use crate::handoff::redact::{self, Show};
use crate::secret::Secret;

/// Which half of an exchange is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ui) enum Side {
    Request,
    Response,
}

/// What tells one text from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Of {
    at: usize,
    started: Timestamp,
    took: Duration,
    side: Side,
    show: Show,
}

#[derive(Clone)]
struct Made {
    of: Of,
    text: Arc<Secret>,
}

/// The text of the step at that place; empty where nothing was on the wire.
pub(in crate::ui) fn text(
    ui: &Ui,
    (performed, at): (&Performed, usize),
    (side, show): (Side, Show),
) -> Arc<Secret> {
    let id = Id::unique("text of an exchange");
    let of = Of { at, started: performed.started, took: performed.took, side, show };
    let made = ui.data(|data| data.get_temp::<Made>(id)).filter(|made| made.of == of);
    made.map_or_else(
        || {
            let made = Made { of, text: Arc::new(written(performed, of).into()) };
            ui.data_mut(|data| data.insert_temp(id, made.clone()));
            made.text
        },
        |made| made.text,
    )
}

fn written(performed: &Performed, of: Of) -> String {
    let Some(exchange) = &performed.exchange else { return String::new() };
    match of.side {
        Side::Request => redact::request_text(exchange, of.show),
        Side::Response => redact::response_text(exchange, of.show).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui::Context;

    use super::*;
    use crate::flow::{Exchange, Failure, Response};

    fn performed(body: &str, started: i64) -> Performed {
        let response = Response { status: 200, body: body.into(), ..Response::default() };
        let exchange = Exchange {
            method: "GET".to_owned(),
            url: "https://a.example/".to_owned(),
            request_headers: Vec::new(),
            request_body: Secret::default(),
            response: Some(response),
        };
        Performed {
            result: Err(Failure::Stopped),
            exchange: Some(exchange),
            started: Timestamp::from_second(started).unwrap(),
            took: Duration::ZERO,
        }
    }

    #[test]
    fn it_is_made_once_for_each_step_side_and_mask() {
        let (first, second) = (performed("{\"password\":\"x\"}", 1), performed("other", 2));
        let context = Context::default();
        let mut seen = Vec::new();
        let mut output = context.run_ui(eframe::egui::RawInput::default(), |ui| {
            for (made, at, side, show) in [
                (&first, 0, Side::Response, Show::Masked),
                (&first, 0, Side::Response, Show::Masked),
                (&first, 0, Side::Response, Show::Revealed),
                (&first, 0, Side::Request, Show::Revealed),
                (&second, 1, Side::Response, Show::Masked),
            ] {
                seen.push(text(ui, (made, at), (side, show)));
            }
        });
        output.textures_delta.clear();
        assert!(Arc::ptr_eq(&seen[0], &seen[1]), "the same once more");
        let texts: Vec<_> = seen.iter().map(|text| text.expose()).collect();
        assert!(texts[1].contains("••••") && texts[2].contains("\"x\""), "{texts:?}");
        assert!(texts[3].starts_with("GET / HTTP/1.1") && texts[4].ends_with("other"), "{texts:?}");
    }
}
