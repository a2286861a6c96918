//! Round trips of the smaller aggregates, where they do more than store.

use time::macros::date;

use super::fixtures::{NOW, deadline, new_id, office, request};
use super::on_each_engine;
use crate::persistence::queries::{OwedDuty, list_owed};
use crate::persistence::rows::{
    Appointment, Draft, DraftFile, File, InformationItem, RequestDeadline, Session, TrackingToken,
};
use crate::persistence::{
    PersistenceError, UnitScope, deadlines, drafts, files, items, requests, sessions, tracking, users, write,
};

type Outcome = Result<(), PersistenceError>;

#[tokio::test]
async fn appointments_hold_from_their_first_to_their_last_day() {
    on_each_engine(async |db| {
        let office = office(&db).await;
        let appointment = Appointment {
            id: new_id(),
            user_id: office.user,
            unit_id: Some(office.unit),
            role: "ppid".to_owned(),
            starts_on: date!(2026 - 01 - 05),
            ends_on: None,
            decree: None,
            end_recorded_at: None,
        };
        let saved: Outcome = write(&db, async |txn| {
            users::insert_appointment(txn, &appointment).await?;
            users::end_appointment(txn, appointment.id, date!(2026 - 06 - 30), 7).await
        })
        .await;
        saved.unwrap();
        let ended = users::list_appointments(db.read(), office.user).await.unwrap();
        assert_eq!(ended[0].end_recorded_at, Some(7));
        for (on, holds) in [
            (date!(2026 - 01 - 04), false),
            (date!(2026 - 01 - 05), true),
            (date!(2026 - 06 - 30), true),
            (date!(2026 - 07 - 01), false),
        ] {
            let own = users::list_appointments_on(db.read(), office.user, on)
                .await
                .unwrap();
            let holders = users::list_role_holders(db.read(), office.unit, "ppid", on)
                .await
                .unwrap();
            assert_eq!((own.len() == 1, holders.len() == 1), (holds, holds), "{on}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_revoked_session_is_not_prolonged() {
    on_each_engine(async |db| {
        let office = office(&db).await;
        let session = Session {
            id: new_id(),
            user_id: office.user,
            created_at: NOW,
            expires_at: NOW + 10,
            last_seen_at: NOW,
            revoked_at: None,
        };
        let done: Outcome = write(&db, async |txn| {
            sessions::insert_session(txn, &session).await?;
            sessions::update_session_use(txn, session.id, NOW + 1, NOW + 20).await?;
            sessions::revoke_sessions_of(txn, office.user, NOW + 2).await?;
            sessions::update_session_use(txn, session.id, NOW + 3, NOW + 30).await?;
            sessions::revoke_session(txn, session.id, NOW + 4).await
        })
        .await;
        done.unwrap();
        let stored = sessions::find_session(db.read(), session.id)
            .await
            .unwrap()
            .unwrap();
        let expected = Session {
            last_seen_at: NOW + 1,
            expires_at: NOW + 20,
            revoked_at: Some(NOW + 2),
            ..session
        };
        assert_eq!(stored, expected);
        let gone: Result<u64, PersistenceError> = write(&db, async |txn| {
            sessions::delete_expired_sessions(txn, NOW + 21).await
        })
        .await;
        assert_eq!(gone.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn items_can_trade_places_and_go() {
    on_each_engine(async |db| {
        let office = office(&db).await;
        let case = request(&office, 1);
        let item = |position: i32| InformationItem {
            id: new_id(),
            request_id: case.id,
            position,
            detail: format!("item {position}"),
            outcome: None,
            answer: None,
            ground: None,
            redactions: None,
            holder: None,
            available_on: None,
            exemption_id: None,
        };
        let (first, second, third) = (item(1), item(2), item(3));
        let swapped = [
            InformationItem {
                position: 1,
                ..third.clone()
            },
            InformationItem {
                position: 2,
                outcome: Some("refused".to_owned()),
                ..first.clone()
            },
        ];
        let done: Outcome = write(&db, async |txn| {
            requests::insert_request(txn, &case).await?;
            items::replace_items(txn, case.id, &[first.clone(), second.clone(), third.clone()]).await?;
            items::replace_items(txn, case.id, &swapped).await
        })
        .await;
        done.unwrap();
        assert_eq!(items::list_items(db.read(), case.id).await.unwrap(), swapped);
        let cleared: Outcome = write(&db, async |txn| items::replace_items(txn, case.id, &[]).await).await;
        cleared.unwrap();
        assert!(items::list_items(db.read(), case.id).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_deadline_is_overwritten_by_its_rule() {
    on_each_engine(async |db| {
        let office = office(&db).await;
        let (case, settled) = (request(&office, 1), request(&office, 2));
        let mut first = deadline(&case, "D05");
        let done: Outcome = write(&db, async |txn| {
            requests::insert_request(txn, &case).await?;
            requests::insert_request(txn, &settled).await?;
            let closed = RequestDeadline {
                settled_on: Some(date!(2026 - 11 - 20)),
                ..deadline(&settled, "D05")
            };
            deadlines::upsert_deadlines(txn, &[first.clone(), deadline(&case, "D06"), closed]).await?;
            first.due_on = date!(2026 - 11 - 25);
            let again = RequestDeadline {
                id: new_id(),
                ..first.clone()
            };
            deadlines::upsert_deadlines(txn, &[again]).await?;
            deadlines::delete_deadline(txn, case.id, "D06").await
        })
        .await;
        done.unwrap();
        assert_eq!(
            deadlines::list_deadlines(db.read(), case.id).await.unwrap(),
            [first]
        );
        let statuses = [case.status.as_str()];
        let everywhere = requests::ReceivedBy::NoneOf(&[]);
        let off = async |calendar, after| {
            requests::list_requests_off_calendar(db.read(), calendar, everywhere, &statuses, after, 10)
                .await
                .unwrap()
        };
        let count = async |received_by| {
            requests::count_requests_off_calendar(db.read(), new_id(), received_by, &statuses)
                .await
                .unwrap()
        };
        let own = count(requests::ReceivedBy::Unit(case.registered_unit_id)).await;
        let its_unit = [case.registered_unit_id];
        let others = count(requests::ReceivedBy::NoneOf(&its_unit)).await;
        assert!(own > 0);
        assert_eq!(own + others, count(everywhere).await);
        assert_eq!(count(requests::ReceivedBy::Unit(new_id())).await, 0);
        assert!(off(new_id(), None).await.contains(&case.id));
        assert!(!off(case.calendar_version_id, None).await.contains(&case.id));
        assert!(!off(new_id(), Some(case.id)).await.contains(&case.id));
        let owed = async |until, status, after| {
            let (cases, duties) = list_owed(db.read(), until, status, after, 10).await.unwrap();
            let is_open = |duty: &OwedDuty| (duty.request_id, duty.rule_id.as_str()) == (case.id, "D05");
            assert!(duties.iter().all(is_open), "{duties:?}");
            cases.into_iter().map(|case| case.id).collect::<Vec<_>>()
        };
        let near = owed(date!(2026 - 11 - 23), "pending_approval", None).await;
        assert_eq!(near.len(), 2);
        assert!(near.contains(&case.id) && near.contains(&settled.id));
        let first = near.first().copied();
        assert_eq!(
            owed(date!(2026 - 11 - 23), "pending_approval", first).await,
            near[1..]
        );
        assert!(
            owed(date!(2026 - 11 - 22), "pending_approval", None)
                .await
                .is_empty()
        );
        assert_eq!(owed(date!(2026 - 11 - 22), &case.status, None).await, near);
        let by_no = requests::get_request_by_no(db.read(), &UnitScope::All, &case.registration_no)
            .await
            .unwrap();
        assert_eq!(by_no, case);
    })
    .await;
}

#[tokio::test]
async fn expired_drafts_go_with_their_files() {
    on_each_engine(async |db| {
        let draft = Draft {
            id: new_id(),
            token_hash: "secret".to_owned(),
            sealed: vec![1, 2],
            created_at: NOW,
            updated_at: NOW,
            expires_at: NOW + 10,
            request_id: None,
        };
        let file = File {
            sha256: "b".repeat(64),
            size: 1,
            media_type: "text/plain".to_owned(),
            created_at: NOW,
            extracted_text: None,
        };
        let attached = DraftFile {
            id: new_id(),
            draft_id: draft.id,
            sha256: file.sha256.clone(),
            name: "ktp.jpg".to_owned(),
            kind: "identity".to_owned(),
            added_at: NOW,
        };
        let saved: Outcome = write(&db, async |txn| {
            drafts::insert_draft(txn, &draft).await?;
            files::insert_file(txn, &file).await?;
            drafts::insert_draft_file(txn, &attached).await?;
            drafts::update_draft(txn, draft.id, vec![3], NOW + 1, NOW + 11).await
        })
        .await;
        saved.unwrap();
        let found = drafts::find_draft(db.read(), "secret", NOW + 10)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(found.sealed, [3]);
        assert!(
            drafts::find_draft(db.read(), "secret", NOW + 11)
                .await
                .unwrap()
                .is_none()
        );
        assert!(
            files::list_orphan_files(db.read(), NOW + 99, 10)
                .await
                .unwrap()
                .is_empty()
        );
        let swept: Result<bool, PersistenceError> = write(&db, async |txn| {
            assert!(!files::delete_orphan_file(txn, &file.sha256).await?);
            assert_eq!(drafts::delete_expired_drafts(txn, NOW + 12).await?, 1);
            files::delete_orphan_file(txn, &file.sha256).await
        })
        .await;
        assert!(swept.unwrap());
        assert!(
            drafts::list_draft_files(db.read(), draft.id)
                .await
                .unwrap()
                .is_empty()
        );
    })
    .await;
}

#[tokio::test]
async fn a_draft_that_was_sent_cannot_be_changed() {
    on_each_engine(async |db| {
        let office = office(&db).await;
        let case = request(&office, 1);
        let draft = Draft {
            id: new_id(),
            token_hash: "secret".to_owned(),
            sealed: vec![1],
            created_at: NOW,
            updated_at: NOW,
            expires_at: NOW + 10,
            request_id: None,
        };
        let sent: Outcome = write(&db, async |txn| {
            drafts::insert_draft(txn, &draft).await?;
            requests::insert_request(txn, &case).await?;
            drafts::update_draft_sent(txn, draft.id, case.id, NOW).await?;
            drafts::update_draft(txn, draft.id, vec![2], NOW, NOW + 20).await
        })
        .await;
        assert!(matches!(sent, Err(PersistenceError::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn a_revoked_tracking_link_leads_nowhere() {
    on_each_engine(async |db| {
        let office = office(&db).await;
        let case = request(&office, 1);
        let token = TrackingToken {
            id: new_id(),
            request_id: case.id,
            token_hash: "hash".to_owned(),
            created_at: NOW,
            revoked_at: None,
        };
        let saved: Outcome = write(&db, async |txn| {
            requests::insert_request(txn, &case).await?;
            tracking::insert_tracking_token(txn, &token).await
        })
        .await;
        saved.unwrap();
        assert_eq!(
            tracking::find_tracking_token(db.read(), "hash").await.unwrap(),
            Some(token)
        );
        let revoked: Outcome = write(&db, async |txn| {
            tracking::revoke_tracking_tokens(txn, case.id, NOW).await
        })
        .await;
        revoked.unwrap();
        assert!(
            tracking::find_tracking_token(db.read(), "hash")
                .await
                .unwrap()
                .is_none()
        );
    })
    .await;
}
