//! The officer's queue, the public list and the page of one case.

use std::collections::BTreeSet;

use time::macros::date;

use super::fixtures::{NOW, Office, deadline, event, new_id, office, publish, request};
use super::on_each_engine;
use crate::persistence::queries::{
    CaseKey, PublicFilter, QueueFilter, QueueView, find_case_page, list_officer_queue, list_public,
};
use crate::persistence::rows::{Attachment, File, InformationItem, Request};
use crate::persistence::{
    Db, PersistenceError, UnitScope, attachments, deadlines, events, files, items, publications, requests,
    write,
};

async fn insert(db: &Db, rows: &[Request]) {
    let saved: Result<(), PersistenceError> = write(db, async |txn| {
        for row in rows {
            requests::insert_request(txn, row).await?;
        }
        Ok(())
    })
    .await;
    saved.unwrap();
}

fn queue(office: &Office, view: QueueView) -> QueueFilter {
    QueueFilter {
        scope: office.scope(),
        view,
        text: None,
        today: date!(2026 - 11 - 24),
        after: None,
        limit: 100,
    }
}

async fn numbers(db: &Db, filter: &QueueFilter) -> Vec<i32> {
    let rows = list_officer_queue(db.read(), filter).await.unwrap().rows;
    rows.iter()
        .map(|row| {
            row.registration_no[row.registration_no.len() - 4..]
                .parse()
                .unwrap()
        })
        .collect()
}

/// One case of each kind that the tabs tell apart.
async fn queued(db: &Db, office: &Office) {
    let new = |seq| request(office, seq);
    let soon = date!(2026 - 11 - 26);
    insert(
        db,
        &[
            Request {
                next_due_on: None,
                ..new(1)
            },
            Request {
                next_due_on: Some(soon),
                ..new(2)
            },
            new(3),
            Request {
                status: "received".to_owned(),
                next_due_on: Some(soon),
                ..new(4)
            },
            Request {
                status: "incomplete".to_owned(),
                next_due_on: None,
                ..new(5)
            },
            Request {
                clarification_open: true,
                next_due_on: Some(date!(2026 - 12 - 04)),
                ..new(6)
            },
            Request {
                status: "closed".to_owned(),
                next_due_on: None,
                ..new(7)
            },
            Request {
                status: "withdrawn".to_owned(),
                next_due_on: None,
                received_on: date!(2026 - 11 - 10),
                ..new(8)
            },
            Request {
                status: "granted_full".to_owned(),
                next_due_on: None,
                ..new(9)
            },
            Request {
                unit_id: office.other_unit,
                subject: "100% milik_kami".to_owned(),
                ..new(10)
            },
        ],
    )
    .await;
}

#[tokio::test]
async fn the_queue_shows_what_is_due_first_in_each_tab() {
    on_each_engine(async |db| {
        let office = office(&db).await;
        queued(&db, &office).await;
        let until = date!(2026 - 11 - 26);
        for (view, expected) in [
            (QueueView::New, vec![4]),
            (QueueView::Working, vec![3, 2, 1]),
            (QueueView::Waiting, vec![6, 5]),
            (QueueView::DueSoon { until }, vec![2, 4]),
            (QueueView::Overdue, vec![3]),
            (QueueView::Answered, vec![9]),
            (QueueView::Closed, vec![8, 7]),
            (QueueView::All, vec![3, 2, 4, 6, 1, 5, 7, 8, 9]),
        ] {
            assert_eq!(numbers(&db, &queue(&office, view)).await, expected, "{view:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_queue_is_searched_by_number_and_subject_whatever_the_case() {
    on_each_engine(async |db| {
        let office = office(&db).await;
        queued(&db, &office).await;
        for (text, expected) in [
            ("0003", vec![3]),
            ("lapas-makassar-2026-001", vec![10]),
            ("100% MILIK_", vec![10]),
            ("1_0%", vec![]),
        ] {
            let filter = QueueFilter {
                scope: UnitScope::All,
                text: Some(text.to_owned()),
                ..queue(&office, QueueView::All)
            };
            assert_eq!(numbers(&db, &filter).await, expected, "{text}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_queue_is_walked_page_by_page() {
    on_each_engine(async |db| {
        let office = office(&db).await;
        Box::pin(queued(&db, &office)).await;
        for view in [QueueView::All, QueueView::Closed] {
            let whole = numbers(&db, &queue(&office, view)).await;
            let mut filter = QueueFilter {
                limit: 2,
                ..queue(&office, view)
            };
            if view == QueueView::Closed {
                filter.limit = 1;
            }
            let mut walked = Vec::new();
            loop {
                walked.extend(numbers(&db, &filter).await);
                let Some(next) = list_officer_queue(db.read(), &filter).await.unwrap().next else {
                    break;
                };
                filter.after = Some(next);
            }
            assert_eq!(walked, whole, "{view:?}");
        }
    })
    .await;
}

async fn found(db: &Db, filter: PublicFilter) -> Vec<i64> {
    let rows = list_public(db.read(), &PublicFilter { limit: 100, ..filter })
        .await
        .unwrap()
        .rows;
    assert!(
        rows.is_sorted_by(|left, right| left.doc_id > right.doc_id),
        "newest first"
    );
    rows.into_iter().map(|row| row.doc_id).collect()
}

fn terms(words: &str) -> PublicFilter {
    PublicFilter {
        terms: words.split(' ').map(str::to_owned).collect(),
        ..PublicFilter::default()
    }
}

/// The same words, the same documents: on both engines the answers are these.
#[tokio::test]
async fn search_finds_the_same_on_both_engines() {
    on_each_engine(async |db| {
        let office = office(&db).await;
        let texts = [
            "anggar bahan makan 2026 lapas",
            "anggar pegawai rutan 2025",
            "jadwal kunjung lapas makan siang",
            "café naïve 3x1e5 tanggungjawab",
        ];
        let mut ids = Vec::new();
        for (seq, text) in (1..).zip(texts) {
            let made: Result<_, PersistenceError> =
                write(&db, async |txn| publish(txn, &office, seq, text).await).await;
            ids.push(made.unwrap().doc_id);
        }
        for (words, expected) in [
            ("anggar", vec![1, 0]),
            ("ang", vec![1, 0]),
            ("anggar lap", vec![0]),
            ("ang lapas", vec![]),
            ("makan lapas", vec![2, 0]),
            ("202", vec![1, 0]),
            ("café", vec![3]),
            ("cafe", vec![]),
            ("naï", vec![3]),
            ("3x1e5", vec![3]),
            ("NOT anggar", vec![]),
            ("anggar\" OR \"jadwal", vec![]),
            ("' | jadwal", vec![2]),
            ("***", vec![3, 2, 1, 0]),
        ] {
            let expected: Vec<i64> = expected.into_iter().map(|at: usize| ids[at]).collect();
            assert_eq!(found(&db, terms(words)).await, expected, "{words}");
        }
        let unit = PublicFilter {
            unit_id: Some(office.unit),
            ..PublicFilter::default()
        };
        assert_eq!(found(&db, unit).await, [ids[3], ids[1]]);
        let refused = PublicFilter {
            outcome: Some("refused".to_owned()),
            ..terms("lapas")
        };
        assert_eq!(found(&db, refused).await, [ids[2]]);
        assert_eq!(
            found(
                &db,
                PublicFilter {
                    year: Some(2021),
                    ..PublicFilter::default()
                }
            )
            .await,
            [ids[0]]
        );
        assert_eq!(
            found(
                &db,
                PublicFilter {
                    before: Some(ids[1]),
                    ..terms("anggar")
                }
            )
            .await,
            [ids[0]]
        );
        let page = list_public(
            db.read(),
            &PublicFilter {
                limit: 1,
                ..terms("anggar")
            },
        )
        .await
        .unwrap();
        assert_eq!((page.rows.len(), page.next), (1, Some(ids[1])));
    })
    .await;
}

#[tokio::test]
async fn the_index_follows_what_is_changed_and_taken_back() {
    on_each_engine(async |db| {
        let office = office(&db).await;
        let made: Result<_, PersistenceError> = write(&db, async |txn| {
            publish(txn, &office, 1, "rutan,rutan  lapas").await
        })
        .await;
        let mut publication = made.unwrap();
        assert_eq!(publication.search_text, "lapas rutan");
        publication.search_text = "imigrasi".to_owned();
        let changed: Result<_, PersistenceError> = write(&db, async |txn| {
            publications::update_publication(txn, &publication).await
        })
        .await;
        assert_eq!(changed.unwrap().version, 2);
        assert!(found(&db, terms("rutan")).await.is_empty());
        assert_eq!(found(&db, terms("imigrasi")).await.len(), 1);
        let late: Result<_, PersistenceError> = write(&db, async |txn| {
            publications::update_publication(txn, &publication).await
        })
        .await;
        assert!(matches!(late, Err(PersistenceError::Stale)));
        let gone: Result<_, PersistenceError> = write(&db, async |txn| {
            assert!(publications::delete_publication(txn, publication.request_id).await?);
            publications::delete_publication(txn, publication.request_id).await
        })
        .await;
        assert!(!gone.unwrap());
        assert!(found(&db, terms("imigrasi")).await.is_empty());
    })
    .await;
}

/// More different words than either index takes are cut, not refused.
#[tokio::test]
async fn a_very_long_text_can_be_published() {
    on_each_engine(async |db| {
        let office = office(&db).await;
        let mut text = "z".repeat(9_000);
        for number in 0..200_000 {
            text.push_str(" a");
            text.push_str(&number.to_string());
        }
        let made: Result<_, PersistenceError> =
            write(&db, async |txn| publish(txn, &office, 1, &text).await).await;
        made.unwrap();
        assert_eq!(found(&db, terms("a10")).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_page_of_a_case_has_all_that_belongs_to_it() {
    on_each_engine(async |db| {
        let office = office(&db).await;
        let case = request(&office, 1);
        let item = InformationItem {
            id: new_id(),
            request_id: case.id,
            position: 1,
            detail: "DIPA".to_owned(),
            outcome: None,
            answer: None,
            ground: None,
            redactions: None,
            holder: None,
            available_on: None,
            exemption_id: None,
        };
        let file = File {
            sha256: "a".repeat(64),
            size: 5,
            media_type: "application/pdf".to_owned(),
            created_at: NOW,
            extracted_text: None,
        };
        let attachment = Attachment {
            id: new_id(),
            request_id: case.id,
            item_id: Some(item.id),
            letter_id: None,
            message_id: None,
            sha256: file.sha256.clone(),
            name: "dipa.pdf".to_owned(),
            kind: "answer".to_owned(),
            origin: "office".to_owned(),
            salt: String::new(),
            added_at: NOW,
            added_by: Some(office.user),
            is_public: false,
        };
        let saved: Result<(), PersistenceError> = write(&db, async |txn| {
            requests::insert_request(txn, &case).await?;
            items::replace_items(txn, case.id, std::slice::from_ref(&item)).await?;
            deadlines::upsert_deadlines(txn, &[deadline(&case, "D06"), deadline(&case, "D05")]).await?;
            events::append_event(txn, &event(case.id, 1)).await?;
            files::insert_file(txn, &file).await?;
            files::insert_file(txn, &file).await?;
            attachments::insert_attachment(txn, &attachment).await
        })
        .await;
        saved.unwrap();
        let key = CaseKey::RegistrationNo(case.registration_no.clone());
        let page = find_case_page(db.read(), &office.scope(), &key)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(page.request, case);
        assert_eq!(page.items, [item]);
        let rules: BTreeSet<_> = page
            .deadlines
            .iter()
            .map(|deadline| deadline.rule_id.as_str())
            .collect();
        assert_eq!(rules, BTreeSet::from(["D05", "D06"]));
        assert_eq!(page.events.len(), 1);
        assert_eq!(
            (page.attachments[0].size, page.attachments[0].name.as_str()),
            (5, "dipa.pdf")
        );
        let foreign = UnitScope::Only(vec![office.other_unit]);
        assert!(find_case_page(db.read(), &foreign, &key).await.unwrap().is_none());
        assert!(
            find_case_page(db.read(), &UnitScope::All, &CaseKey::Id(case.id))
                .await
                .unwrap()
                .is_some()
        );
    })
    .await;
}
