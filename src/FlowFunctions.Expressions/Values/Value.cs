using System.Text.Json;
using FlowFunctions.Expressions.RegularExpressions;

namespace FlowFunctions.Expressions.Values;

internal enum ValueKind : byte
{
    Undefined,
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
    Function,
    RegExp,

    /// <summary>The rest of an optional chain is not evaluated; never leaves the chain.</summary>
    Skipped,
}

/// <summary>A JavaScript value. The default is <c>undefined</c>.</summary>
internal readonly struct Value
{
    private readonly object? _reference;
    private readonly double _number;

    private Value(ValueKind kind, object? reference, double number = 0)
    {
        Kind = kind;
        _reference = reference;
        _number = number;
    }

    public static Value Undefined => default;

    public static Value Null => new(ValueKind.Null, null);

    public static Value NaN => double.NaN;

    public static Value Skipped => new(ValueKind.Skipped, null);

    public ValueKind Kind { get; }

    public bool IsNullish => Kind is ValueKind.Undefined or ValueKind.Null;

    public bool IsUndefined => Kind == ValueKind.Undefined;

    public bool IsString => Kind == ValueKind.String;

    public bool IsNumber => Kind == ValueKind.Number;

    public bool IsReference => Kind >= ValueKind.Array;

    public double Number => _number;

    public bool Boolean => _number != 0;

    public string Text => (string)_reference!;

    public ArrayValue Array => (ArrayValue)_reference!;

    public ObjectValue Object => (ObjectValue)_reference!;

    public FunctionValue Function => (FunctionValue)_reference!;

    public RegExpValue RegExp => (RegExpValue)_reference!;

    public static implicit operator Value(double number) => new(ValueKind.Number, null, number);

    public static implicit operator Value(bool value) => new(ValueKind.Boolean, null, value ? 1 : 0);

    public static implicit operator Value(string text) => new(ValueKind.String, text);

    public static implicit operator Value(ArrayValue array) => new(ValueKind.Array, array);

    public static implicit operator Value(ObjectValue value) => new(ValueKind.Object, value);

    public static implicit operator Value(FunctionValue function) => new(ValueKind.Function, function);

    public static implicit operator Value(RegExpValue expression) => new(ValueKind.RegExp, expression);

    /// <summary>Wraps a JSON value; arrays and objects stay as they are until something reads into them.</summary>
    public static Value From(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Null => Null,
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => element.GetDouble(),
            JsonValueKind.String => JsonText.Read(element),
            JsonValueKind.Array => new ArrayValue(element),
            JsonValueKind.Object => new ObjectValue(element),
            _ => default,
        };

    /// <summary>Whether both are the same array, object or function.</summary>
    public bool IsSameReference(Value other) => ReferenceEquals(_reference, other._reference);
}
