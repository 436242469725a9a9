using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Evaluation;

/// <summary>Writes values as JSON.stringify does (ECMA-262 §25.5.2).</summary>
internal sealed class ResultWriter(EvaluationRun run, string indent = "", bool keepSource = false)
{
    /// <summary>What JSON must escape, and surrogates, of which lone ones are escaped.</summary>
    private static readonly SearchValues<char> Escaped = SearchValues.Create([
        '"',
        '\\',
        .. Enumerable.Range(0, ' ').Select(c => (char)c),
        .. Enumerable.Range(0xD800, 0x800).Select(c => (char)c),
    ]);

    private readonly StringBuilder _output = new();
    private string _newline = "\n";
    private int _depth;

    /// <summary>The names that objects are cut down to, in this order; null keeps all.</summary>
    public IReadOnlyList<string>? OnlyNames { get; init; }

    /// <summary>Called with key and value before each value is written.</summary>
    public FunctionValue? Replacer { get; init; }

    public int MaxDepth { get; init; } = int.MaxValue;

    public StringBuilder Output => _output;

    public override string ToString()
    {
        run.ChargeText(_output.Length);
        return _output.ToString();
    }

    /// <summary>Writes a value; false if it has no JSON (<c>undefined</c> or a function).</summary>
    public bool Write(Value value)
    {
        run.Step();
        switch (value.Kind)
        {
            case ValueKind.Undefined or ValueKind.Function:
                return false;
            case ValueKind.Number:
                _output.Append(double.IsFinite(value.Number) ? NumberText.Format(value.Number) : "null");
                break;
            case ValueKind.String:
                WriteText(value.Text);
                break;
            case ValueKind.Array:
                WriteArray(value.Array);
                break;
            case ValueKind.Object:
                WriteObject(value.Object);
                break;
            case ValueKind.RegExp:
                _output.Append("{}");
                break;
            default:
                _output.Append(Coerce.ToText(run, value));
                break;
        }
        CheckSize();
        return true;
    }

    public void WriteText(string text)
    {
        run.Step(text.Length / 64);
        _output.Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var plain = text.AsSpan(i).IndexOfAny(Escaped);
            _output.Append(text, i, plain < 0 ? text.Length - i : plain);
            if (plain < 0)
                break;
            i += plain;
            WriteEscaped(text, ref i);
        }
        _output.Append('"');
    }

    private void WriteEscaped(string text, ref int i)
    {
        run.Step(2);
        var c = text[i];
        if (c is '"' or '\\')
            _output.Append('\\').Append(c);
        else if (c >= ' ')
            JsonText.AppendEscapingLone(_output, text, ref i);
        else
            WriteControl(c);
    }

    private void WriteControl(char c)
    {
        var index = "\b\f\n\r\t".IndexOf(c, StringComparison.Ordinal);
        if (index >= 0)
            _output.Append('\\').Append("bfnrt"[index]);
        else
            _output.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
    }

    private void WriteArray(ArrayValue array)
    {
        if (WriteSource(array.Source))
            return;
        Open('[');
        var items = array.Items;
        for (var i = 0; i < items.Length; i++)
        {
            Separate(i > 0);
            if (!Write(Replace(NumberText.Format(i), items[i])))
                _output.Append("null");
        }
        Close(']', items.Length > 0);
    }

    private void WriteObject(ObjectValue value)
    {
        if (WriteSource(value.Source))
            return;
        Open('{');
        var any = false;
        foreach (var (name, member) in Members(value))
        {
            var replaced = Replace(name, member);
            if (replaced.Kind is ValueKind.Undefined or ValueKind.Function)
                continue;
            Separate(any);
            WriteText(name);
            _output.Append(indent.Length > 0 ? ": " : ":");
            Write(replaced);
            any = true;
        }
        Close('}', any);
    }

    private IEnumerable<KeyValuePair<string, Value>> Members(ObjectValue value)
    {
        if (OnlyNames is null)
            return value.Properties.Entries;
        return OnlyNames
            .Where(name => value.TryGet(name, out _))
            .Select(name => KeyValuePair.Create(name, value.TryGet(name, out var member) ? member : default));
    }

    private Value Replace(string name, Value value) => Replacer is null ? value : Replacer.Call(run, [name, value]);

    private bool WriteSource(JsonElement source) =>
        keepSource && source.ValueKind != JsonValueKind.Undefined && WriteRaw(source);

    /// <summary>Copies JSON as it is.</summary>
    public bool WriteRaw(JsonElement source)
    {
        _output.Append(source.GetRawText());
        CheckSize();
        return true;
    }

    private void Open(char bracket)
    {
        run.Enter();
        if (++_depth > MaxDepth)
            throw run.Fail($"The result nests deeper than {MaxDepth} levels.");
        _output.Append(bracket);
        if (indent.Length > 0)
            _newline += indent;
    }

    private void Separate(bool comma)
    {
        if (comma)
            _output.Append(',');
        if (indent.Length > 0)
            _output.Append(_newline);
    }

    private void Close(char bracket, bool any)
    {
        run.Leave();
        _depth--;
        if (indent.Length > 0)
        {
            _newline = _newline[..^indent.Length];
            if (any)
                _output.Append(_newline);
        }
        _output.Append(bracket);
    }

    private void CheckSize()
    {
        if (_output.Length > run.Limits.MaxOutputCharacters)
            throw run.Fail(
                FormattableString.Invariant(
                    $"The result is larger than {run.Limits.MaxOutputCharacters:N0} characters. Return less, or write a file."
                )
            );
    }
}
