extension BuiltIns {
    /// DMN 1.5, 10.3.4.9.
    static let contexts = [
        BuiltIn("get value", "m, key") { call in
            guard let context = call.context(0), let key = call.string(1) else { return .null }
            return context[key] ?? call.fail("the context has no entry `\(key)`")
        },
        BuiltIn("get entries", "m") { call in
            guard let context = call.context(0) else { return .null }
            return .list(
                context.entries.map { .context(["key": .string($0.key), "value": $0.value]) })
        },
        BuiltIn("context", "entries") { call in made(of: call) },
        BuiltIn("context put", "context, key, value", "context, keys, value") { call in put(call) },
        BuiltIn("context merge", "contexts") { call in
            guard let contexts = call.list(0, of: "contexts", \.context) else { return .null }
            return .context(FEELContext(contexts.flatMap { $0.entries.map { ($0.key, $0.value) } }))
        },
    ]

    private static func made(of call: BuiltInCall) -> FEELValue {
        guard let entries = call.list(0, of: "contexts", \.context) else { return .null }
        var context = FEELContext()
        for entry in entries {
            guard let key = entry["key"]?.string, let value = entry["value"] else {
                return call.fail("an entry needs a `key` that is a string, and a `value`")
            }
            guard context[key] == nil else { return call.fail("the key `\(key)` is given twice") }
            context[key] = value
        }
        return .context(context)
    }

    private static func put(_ call: BuiltInCall) -> FEELValue {
        guard let context = call.context(0) else { return .null }
        if case .list(let keys) = call[1], !(call.isNamed && call.signature == 0) {
            let path = keys.compactMap(\.string)
            guard path.count == keys.count, !path.isEmpty else {
                return call.fail("`keys` must be strings, at least one")
            }
            return put(call[2], at: path[...], in: context).map(FEELValue.context)
                ?? call.fail("there is no context at the end of the keys")
        }
        guard case .string(let key) = call[1] else {
            return call.fail("`key` must be a string, not \(call[1].typeName)")
        }
        var changed = context
        changed[key] = call[2]
        return .context(changed)
    }

    /// The context with a value at the end of a path of keys; `nil` when something on the way is no context.
    private static func put(
        _ value: FEELValue, at path: ArraySlice<String>, in context: FEELContext
    ) -> FEELContext? {
        guard let key = path.first else { return nil }
        var changed = context
        if path.count == 1 {
            changed[key] = value
            return changed
        }
        guard let inner = context[key]?.context, let new = put(value, at: path.dropFirst(), in: inner) else {
            return nil
        }
        changed[key] = .context(new)
        return changed
    }
}
