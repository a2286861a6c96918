//! `fees import`.

use super::cli::Installation;

#[test]
fn a_decree_that_lacks_something_is_told_and_left_out() {
    let here = Installation::set_up();
    let decree = |number: &str, from: &str, unit: &str, price: u32| {
        format!(
            "[[decree]]\n{unit}number = \"{number}\"\nsigned_on = \"2025-01-02\"\nvalid_from = \"{from}\"\ncash = true\n\
             [[decree.item]]\nkind = \"copying\"\nwhat = \"Fotokopi\"\nmeasure = \"lembar\"\nprice = {price}\n"
        )
    };
    let file = here.write(
        "fees.toml",
        &[
            decree("SK 1", "2025-01-02", "", 300),
            decree("SK 2", "2025-06-01", "", 400),
            decree("SK 3", "2025-01-01", "", 0),
            decree("SK 4", "2025-01-02", "unit = \"tidak-ada\"\n", 300),
        ]
        .concat(),
    );
    here.run(&["fees", "import", &file])
        .expect(1)
        .says("SK 2: valid_from: On that day decree SK 1 is in force.")
        .says(
            "SK 3: valid_from: Fill in the first day in force, not before the date of the decree.; what_1: ",
        )
        .says("SK 4: unit: ")
        .prints("1 decrees entered, 3 left out");
    let broken = here.write("broken.toml", "[[decree]]\nnumber = 5\n");
    here.run(&["fees", "import", &broken])
        .expect(1)
        .says("broken.toml")
        .says("line 2");
}
