extension BuiltIns {
    /// DMN 1.5, 10.3.4.2 and 10.3.4.10.
    static let logic = [
        BuiltIn("not", "negand") { call in
            switch call[0] {
            case .boolean(let value): .boolean(!value)
            case .null: .null
            default: call.fail("`negand` must be boolean, not \(call[0].typeName)")
            }
        },
        BuiltIn("is", "value1?, value2?") { call in
            guard call.has(0) || call.has(1) else { return call.fail("there is nothing to compare") }
            return .boolean(call[0] == call[1])
        },
    ]
}
