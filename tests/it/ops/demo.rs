//! `demo` as a newcomer starts it.

use std::os::unix::fs::PermissionsExt;

use serde_json::Value;

use super::cli::{Installation, free_address};

fn credentials(here: &Installation) -> Value {
    let path = here.path("users.json");
    let mode = std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[tokio::test]
async fn a_demo_is_laid_once_and_used_again() {
    let here = Installation::new();
    let address = free_address();
    let arguments = ["demo", "--listen", &address, "--credentials", "users.json"];
    let running = here.start(&arguments);
    here.healthy(&address).await;
    let first = here.said();
    assert!(
        first.contains("300 permohonan lama") && first.contains("51 perkara"),
        "{first}"
    );
    assert!(!first.contains("ERROR") && !first.contains("line "), "{first}");
    let users = credentials(&here);
    assert_eq!(users["base_url"], format!("http://{address}"));
    let roles: Vec<&str> = users["users"]
        .as_array()
        .unwrap()
        .iter()
        .map(|user| user["role"].as_str().unwrap())
        .collect();
    for role in ["citizen", "officer", "ppid", "superior", "auditor", "admin"] {
        assert!(roles.contains(&role), "{role} in {roles:?}");
    }
    assert_eq!(running.stop(), Some(0), "{}", here.said());

    let running = here.start(&arguments);
    here.healthy(&address).await;
    let second = here.said();
    assert!(!second.contains("Menyiapkan"), "laid twice: {second}");
    assert_eq!(tracked(&first), tracked(&second), "the same data");
    assert_ne!(
        credentials(&here)["users"],
        users["users"],
        "new one-time passwords"
    );
    here.run(&["demo", "--listen", &address])
        .expect(1)
        .says("--listen");
    assert_eq!(running.stop(), Some(0), "{}", here.said());
}

fn tracked(said: &str) -> &str {
    said.lines()
        .find(|line| line.contains("/lacak/"))
        .expect("a tracking link")
}

#[test]
fn a_real_installation_is_never_taken_for_a_demo() {
    let here = Installation::set_up();
    here.run(&["demo", "--listen", &free_address()])
        .expect(1)
        .says("no demo")
        .says("--data");
}
