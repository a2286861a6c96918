//! Publishing: exactly what was seen, and nothing of the applicant.

use terbuka::domain::request::{Answer as Notice, CloseBasis, Command, ItemAnswer, Outcome};
use terbuka::services::uploads::{NewFile, keep, read_text};
use time::macros::date;

use super::desk::{UNIT, done, page_of, status};
use crate::support::{CaseBuilder, Office, PICTURE, Person, TestApp, complete, on_each_engine};

/// A closed case with these files in its answer.
async fn closed(app: &TestApp, files: &[(&str, impl AsRef<[u8]>)]) -> (Person, String, String) {
    let officer = app.officer(UNIT).await;
    let number = CaseBuilder::new().file(app).await.registration_no;
    let office = Office::open(app, UNIT).await;
    let item = ItemAnswer {
        outcome: Outcome::GrantedFull,
        text: "Realisasi Rp1.000.000".into(),
        has_files: true,
        held_form: None,
        redactions: None,
        is_redacted: true,
        holder: None,
        is_holder_unknown: false,
        available_on: None,
        exemption: None,
    };
    let notice = Notice {
        items: vec![Some(item)],
        promised_on: Some(date!(2026 - 11 - 24)),
        charge: None,
    };
    let mut kept = Vec::new();
    for (name, content) in files {
        kept.push(file(app, name, content.as_ref()).await);
    }
    let steps = [
        (complete(), Vec::new()),
        (Command::IssueNotice(notice), kept),
        (
            Command::Deliver {
                on: date!(2026 - 11 - 24),
                proof: "Surel".into(),
            },
            Vec::new(),
        ),
        (
            Command::Close(CloseBasis::ApplicantAccepts("Telepon".into())),
            Vec::new(),
        ),
    ];
    for (command, files) in steps {
        office.step(&number, command, files).await;
    }
    (officer, page_of(&number), number)
}

async fn file(app: &TestApp, name: &str, content: &[u8]) -> NewFile {
    let kept = keep(&app.ctx, "files", "answer", name, content).await;
    let read = read_text(&app.ctx, kept.expect("a file")).await;
    NewFile {
        item: Some(1),
        ..read.expect("a file that was read")
    }
}

const FILES: [(&str, &str); 2] = [("terbuka.txt", "umum"), ("rahasia.txt", "nama")];

#[rocket::async_test]
async fn only_what_was_seen_becomes_public() {
    on_each_engine(async |app| {
        let (officer, case, number) = closed(app, &FILES).await;
        let action = format!("{case}/umumkan");
        let page = officer.get(&action).await.expect(200);
        assert_eq!(page.text("#answer"), "Realisasi Rp1.000.000");
        assert_eq!(page.texts(".govuk-checkboxes__label").len(), 2);
        assert!(
            !page.has(".govuk-checkboxes__input[checked]"),
            "no file is chosen beforehand"
        );
        let form = page.form(&action);
        let leak = [
            ("answer", "Untuk Bapak ANDI  BASO contoh"),
            ("subject", "Anggaran"),
        ];
        let refused = officer.resubmit(form.clone(), &action, &leak).await.expect(422);
        assert_eq!(
            refused.attribute(".govuk-error-summary a", "href").as_deref(),
            Some("#answer")
        );
        assert!(refused.text("#answer").contains("ANDI  BASO") || refused.body.contains("ANDI  BASO"));
        let empty = officer
            .resubmit(form.clone(), &action, &[("question", " ")])
            .await
            .expect(422);
        assert_eq!(
            empty.attribute(".govuk-error-summary a", "href").as_deref(),
            Some("#question")
        );

        let labels = page.texts(".govuk-checkboxes__label");
        let position = labels.iter().position(|label| label.starts_with("terbuka.txt"));
        let input = format!(
            ".govuk-checkboxes__item:nth-child({}) input",
            position.expect("the file") + 1
        );
        let chosen = page.attribute(&input, "value").expect("its box");
        let typed = [("files", chosen.as_str()), ("subject", "Anggaran makan")];
        let checked = officer.resubmit(form, &action, &typed).await;
        let check = officer.get(checked.location()).await.expect(200);
        let sheet = check.text(".tb-sheet");
        assert!(
            sheet.contains("Anggaran makan") && sheet.contains("terbuka.txt"),
            "{sheet}"
        );
        assert!(
            !sheet.contains("rahasia.txt") && !sheet.contains("Andi Baso"),
            "{sheet}"
        );
        let visitor = app.anonymous().await;
        visitor.get(&format!("/permohonan/{number}")).await.expect(404);

        let send = format!("{action}/kirim");
        let form = check.form(&send);
        assert_eq!(officer.post(&send, &form).await.location(), case);
        assert_eq!(
            officer.post(&send, &form).await.location(),
            case,
            "a second press does nothing more"
        );
        let public = visitor.get(&format!("/permohonan/{number}")).await.expect(200);
        assert_eq!(public.text("h1"), "Anggaran makan");
        assert!(public.body.contains("terbuka.txt") && !public.body.contains("rahasia.txt"));
        assert!(!public.body.contains("Andi Baso"));
        assert!(
            officer
                .get(&case)
                .await
                .expect(200)
                .has(&format!("main a[href=\"/permohonan/{number}\"]"))
        );

        let action = format!("{case}/tarik-pengumuman");
        officer
            .submit(&action, &action, &[("reason", "")])
            .await
            .expect(422);
        done(&officer, &case, "tarik-pengumuman", &[("reason", "Salah berkas")]).await;
        visitor.get(&format!("/permohonan/{number}")).await.expect(404);
        assert_eq!(status(&officer, &case).await, "Selesai");
    })
    .await;
}

#[rocket::async_test]
async fn an_open_case_cannot_be_published_and_says_why() {
    on_each_engine(async |app| {
        let officer = app.officer(UNIT).await;
        let case = super::desk::filed(app).await;
        let page = officer.get(&format!("{case}/umumkan")).await.expect(200);
        assert!(page.has("main .govuk-warning-text") && !page.has("main form[method=post]"));
        let english = officer.get(&format!("{case}/umumkan?lang=en")).await.expect(200);
        assert_eq!(english.text("h1"), "Publish the answer");
    })
    .await;
}

#[rocket::async_test]
async fn a_chosen_file_that_names_the_applicant_is_found_at_the_preview() {
    on_each_engine(async |app| {
        let files = [
            ("rekap.txt", "Realisasi mencapai 92 persen."),
            ("surat.txt", "Kepada Yth. Bapak ANDI  BASO contoh"),
            ("Andi Baso Contoh.txt", "Daftar belanja"),
        ];
        let (officer, case, number) = closed(app, &files).await;
        let action = format!("{case}/umumkan");
        let page = officer.get(&action).await.expect(200);
        let boxes = page.values(".govuk-checkboxes__input");
        assert_eq!(boxes.len(), 3);
        let mut form = page.form(&action);
        form.extend(boxes.iter().map(|id| ("files".to_owned(), id.clone())));
        let typed = [("subject", "Anggaran makan yang diketik")];
        let refused = officer.resubmit(form.clone(), &action, &typed).await.expect(422);

        let errors = refused.errors();
        assert_eq!(errors.len(), 2, "{errors:?}");
        for name in ["surat.txt", "Andi Baso Contoh.txt"] {
            assert!(errors.iter().any(|error| error.contains(name)), "{errors:?}");
        }
        let link = refused.attribute(".govuk-error-summary a", "href");
        assert_eq!(link.as_deref(), Some("#files"));
        assert!(refused.has("input[type=checkbox]#files") && refused.has("#files-error"));
        assert_eq!(
            refused.attribute("#subject", "value").as_deref(),
            Some("Anggaran makan yang diketik")
        );
        assert_eq!(refused.values(".govuk-checkboxes__input[checked]"), boxes);
        let again = officer.get(&action).await.expect(200);
        assert_eq!(again.values(".govuk-checkboxes__input[checked]"), boxes);

        // Faults of the text and of the files are told together.
        let named = [("answer", "Untuk Andi Baso Contoh")];
        let both = officer.resubmit(form, &action, &named).await.expect(422);
        assert_eq!(both.errors().len(), 3);

        let visitor = app.anonymous().await;
        visitor.get(&format!("/permohonan/{number}")).await.expect(404);
    })
    .await;
}

/// A scan tells nothing to the portal: whoever publishes it says that they have read it, and is told so at the box.
#[rocket::async_test]
async fn a_file_that_cannot_be_read_goes_out_only_when_the_officer_has_read_it() {
    on_each_engine(async |app| {
        let (officer, case, number) = closed(app, &[("pindaian.png", PICTURE)]).await;
        let action = format!("{case}/umumkan");
        let page = officer.get(&action).await.expect(200);
        let mut form = page.form(&action);
        let boxes = page.values(".govuk-checkboxes__input");
        form.extend(boxes.iter().map(|id| ("files".to_owned(), id.clone())));
        let checked = officer.post(&action, &form).await;
        let check = officer.get(checked.location()).await.expect(200);
        assert_eq!(check.text("#unread"), "pindaian.png");

        let send = format!("{action}/kirim");
        let refused = officer.post(&send, &check.form(&send)).await.expect(422);
        assert_eq!(
            refused.attribute(".govuk-error-summary a", "href").as_deref(),
            Some("#looked_through")
        );
        assert!(refused.has("input[type=checkbox]#looked_through") && refused.has("#looked_through-error"));
        let visitor = app.anonymous().await;
        visitor.get(&format!("/permohonan/{number}")).await.expect(404);

        let read = [("looked_through", "yes")];
        let sent = officer.resubmit(refused.form(&send), &send, &read).await;
        assert_eq!(sent.location(), case);
        let public = visitor.get(&format!("/permohonan/{number}")).await.expect(200);
        assert!(public.body.contains("pindaian.png"));
    })
    .await;
}
