extension BuiltIns {
    /// DMN 1.5, 10.3.4.6 and 10.3.4.11.
    static let temporals = [
        BuiltIn("now", "") { call in
            call.evaluation.environment.now.map(FEELValue.dateTime) ?? call.fail("there is no clock")
        },
        BuiltIn("today", "") { call in
            call.evaluation.environment.now.map { .date($0.date) } ?? call.fail("there is no clock")
        },
        BuiltIn("day of year", "date") { call in call.date(0).map { FEELValue($0.dayOfYear) } ?? .null },
        BuiltIn("week of year", "date") { call in call.date(0).map { FEELValue($0.weekOfYear) } ?? .null },
        BuiltIn("day of week", "date") { call in
            call.date(0).map { .string(weekdays[$0.weekday - 1]) } ?? .null
        },
        BuiltIn("month of year", "date") { call in
            call.date(0).map { .string(months[Int($0.month) - 1]) } ?? .null
        },
    ]

    private static let weekdays = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ]
}
