//! `units import`.

use terbuka::persistence::units::list_units;
use terbuka::services::imports::units::{self, BUILT_IN};

use super::cli::Installation;
use crate::support::on_each_engine;

#[tokio::test]
async fn units_are_added_then_changed_by_code() {
    on_each_engine(async |app| {
        // Three of them are there already under the same codes.
        let first = units::import(&app.ctx, BUILT_IN).await.unwrap();
        assert_eq!((first.added, first.changed, first.unchanged), (35, 3, 0));
        let again = units::import(&app.ctx, BUILT_IN).await.unwrap();
        assert_eq!((again.added, again.changed, again.unchanged), (0, 0, 38));
        let renamed = BUILT_IN.replace("Lapas Parepare", "Lapas Pare-Pare");
        let third = units::import(&app.ctx, &renamed).await.unwrap();
        assert_eq!((third.added, third.changed, third.unchanged), (0, 1, 37));
        assert_eq!(list_units(app.ctx.db.read()).await.unwrap().len(), 38);

        let orphan = "code,name,short_name,kind,parent_code\nx,X,X,lapas,nowhere\ny,Y,Y,lapas,\n";
        let report = units::import(&app.ctx, orphan).await.unwrap();
        assert_eq!(report.added, 1);
        assert_eq!(
            report.bad[0].to_string(),
            "line 2: there is no unit `nowhere`, named in parent_code"
        );
    })
    .await;
}

#[test]
fn a_bad_line_fails_the_command_and_not_the_import() {
    let here = Installation::set_up();
    let file = here.write(
        "units.csv",
        "code,name,short_name,kind\nbaru,Baru,Baru,lapas\nBURUK,Buruk,Buruk,lapas\n",
    );
    here.run(&["units", "import", &file])
        .expect(1)
        .says("line 3: `code`")
        .prints("1 added");
    here.run(&["units", "import", "missing.csv"])
        .expect(1)
        .says("missing.csv");
}
