using System.Text;
using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Library;

/// <summary>The methods of a text (ECMA-262 §22.1.3) that take no pattern. Positions count UTF-16 code units.</summary>
internal static class StringMethods
{
    public static readonly Dictionary<string, MethodBody> All = new()
    {
        ["at"] = At,
        ["charAt"] = (run, self, arguments) => Unit(self.Text, arguments.Integer(run, 0), "", c => c.ToString()),
        ["charCodeAt"] = (run, self, arguments) => Unit(self.Text, arguments.Integer(run, 0), Value.NaN, c => c),
        ["codePointAt"] = CodePointAt,
        ["concat"] = Concat,
        ["endsWith"] = EndsWith,
        ["includes"] = (run, self, arguments) => IndexOf(run, self.Text, arguments, Plain(run, arguments)) >= 0,
        ["indexOf"] = (run, self, arguments) => IndexOf(run, self.Text, arguments, arguments.Text(run, 0)),
        ["isWellFormed"] = (_, self, _) => TextCase.IsWellFormed(self.Text),
        ["lastIndexOf"] = LastIndexOf,
        ["padEnd"] = (run, self, arguments) => self.Text + Padding(run, self.Text, arguments),
        ["padStart"] = (run, self, arguments) => Padding(run, self.Text, arguments) + self.Text,
        ["repeat"] = Repeat,
        ["slice"] = Slice,
        ["startsWith"] = StartsWith,
        ["substr"] = Substr,
        ["substring"] = Substring,
        ["toLowerCase"] = (run, self, _) => TextCase.ToLower(Charged(run, self.Text)),
        ["toUpperCase"] = (run, self, _) => TextCase.ToUpper(Charged(run, self.Text)),
        ["toWellFormed"] = (run, self, _) => TextCase.ToWellFormed(Charged(run, self.Text)),
        ["trim"] = (run, self, _) => NumberText.Trim(Charged(run, self.Text), true, true),
        ["trimEnd"] = (run, self, _) => NumberText.Trim(Charged(run, self.Text), false, true),
        ["trimStart"] = (run, self, _) => NumberText.Trim(Charged(run, self.Text), true, false),
    };

    private static string Charged(EvaluationRun run, string text)
    {
        run.ChargeText(text.Length);
        run.Step(text.Length / 16);
        return text;
    }

    private static Value Unit(string text, double index, Value outside, Func<char, Value> select) =>
        index >= 0 && index < text.Length ? select(text[(int)index]) : outside;

    private static Value At(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        var index = arguments.Integer(run, 0);
        return Unit(self.Text, index < 0 ? self.Text.Length + index : index, default, c => c.ToString());
    }

    private static Value CodePointAt(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        var text = self.Text;
        var index = arguments.Integer(run, 0);
        if (index < 0 || index >= text.Length)
            return default;
        var i = (int)index;
        return i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])
            ? char.ConvertToUtf32(text[i], text[i + 1])
            : text[i];
    }

    private static Value Concat(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        var text = new StringBuilder(Charged(run, self.Text));
        foreach (var argument in arguments)
            text.Append(Charged(run, Coerce.ToText(run, argument)));
        return text.ToString();
    }

    private static string Plain(EvaluationRun run, ReadOnlySpan<Value> arguments) =>
        arguments.At(0).Kind == ValueKind.RegExp
            ? throw run.Fail("This method takes a text, not a regular expression. Use test, search or match.")
            : arguments.Text(run, 0);

    private static int Position(EvaluationRun run, ReadOnlySpan<Value> arguments, int length) =>
        (int)Math.Clamp(arguments.Integer(run, 1), 0, length);

    private static int IndexOf(EvaluationRun run, string text, ReadOnlySpan<Value> arguments, string sought)
    {
        run.Step(text.Length / 16);
        return text.IndexOf(sought, Position(run, arguments, text.Length), StringComparison.Ordinal);
    }

    private static Value LastIndexOf(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        var (text, sought) = (self.Text, arguments.Text(run, 0));
        run.Step(text.Length / 16);
        var position = Coerce.ToNumber(run, arguments.At(1));
        var last = double.IsNaN(position) ? text.Length : Math.Clamp(Math.Truncate(position), 0, text.Length);
        var start = (int)Math.Min(last, text.Length - sought.Length);
        return start < 0 ? -1 : text.AsSpan(0, start + sought.Length).LastIndexOf(sought, StringComparison.Ordinal);
    }

    private static Value StartsWith(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        var sought = Plain(run, arguments);
        return self
            .Text.AsSpan(Position(run, arguments, self.Text.Length))
            .StartsWith(sought, StringComparison.Ordinal);
    }

    private static Value EndsWith(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        var sought = Plain(run, arguments);
        var end = arguments.At(1).IsUndefined ? self.Text.Length : Position(run, arguments, self.Text.Length);
        return self.Text.AsSpan(0, end).EndsWith(sought, StringComparison.Ordinal);
    }

    private static string Padding(EvaluationRun run, string text, ReadOnlySpan<Value> arguments)
    {
        var missing = arguments.Integer(run, 0) - text.Length;
        var filler = arguments.At(1).IsUndefined ? " " : arguments.Text(run, 1);
        if (missing <= 0 || filler.Length == 0)
            return "";
        run.ChargeText((long)Math.Min(missing, long.MaxValue / 4) + text.Length);
        return string.Create(
            (int)missing,
            filler,
            static (span, filler) =>
            {
                for (var i = 0; i < span.Length; i++)
                    span[i] = filler[i % filler.Length];
            }
        );
    }

    private static Value Repeat(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        var count = arguments.Integer(run, 0);
        if (count < 0 || double.IsInfinity(count))
            throw run.Fail("repeat needs a count of 0 or more.");
        if (self.Text.Length == 0)
            return "";
        run.ChargeText((long)Math.Min(count * self.Text.Length, long.MaxValue / 4));
        return new StringBuilder(self.Text.Length * (int)count).Insert(0, self.Text, (int)count).ToString();
    }

    private static Value Slice(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        var length = self.Text.Length;
        var start = arguments.RelativeIndex(run, 0, length, 0);
        return Cut(run, self.Text, start, arguments.RelativeIndex(run, 1, length, length));
    }

    private static Value Substring(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        var length = self.Text.Length;
        var start = (int)Math.Clamp(arguments.Integer(run, 0), 0, length);
        var end = arguments.At(1).IsUndefined ? length : Position(run, arguments, length);
        return Cut(run, self.Text, Math.Min(start, end), Math.Max(start, end));
    }

    private static Value Substr(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        var length = self.Text.Length;
        var start = arguments.RelativeIndex(run, 0, length, 0);
        var count = arguments.At(1).IsUndefined ? length : arguments.Integer(run, 1);
        return Cut(run, self.Text, start, (int)Math.Clamp(start + count, start, length));
    }

    private static Value Cut(EvaluationRun run, string text, int start, int end)
    {
        if (end <= start)
            return "";
        run.ChargeText(end - start);
        return text[start..end];
    }
}
