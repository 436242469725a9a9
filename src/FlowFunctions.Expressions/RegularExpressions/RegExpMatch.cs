using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.RegularExpressions;

/// <summary>One match: the extents of the whole and of the groups.</summary>
internal sealed record RegExpMatch(string Input, (int Start, int Length)?[] Captures, Dictionary<string, int> Names)
{
    public int Index => Captures[0]!.Value.Start;

    public int End => Index + Captures[0]!.Value.Length;

    public string Text => Input[Index..End];

    public Value Capture(int group) =>
        Captures[group] is var (start, length) ? Input.Substring(start, length) : Value.Undefined;

    public Value Groups(EvaluationRun run)
    {
        if (Names.Count == 0)
            return default;
        run.Step(Names.Count);
        var map = new PropertyMap();
        foreach (var (name, group) in Names)
            map.Set(name, Capture(group));
        return new ObjectValue(map);
    }

    /// <summary>The list that <c>match</c> and <c>exec</c> give.</summary>
    public Value ToValue(EvaluationRun run)
    {
        run.ChargeItems(Captures.Length);
        run.ChargeText(Captures.Sum(capture => (long)(capture?.Length ?? 0)));
        var items = new Value[Captures.Length];
        for (var i = 0; i < items.Length; i++)
            items[i] = Capture(i);
        return new ArrayValue(items) { Match = new MatchDetails(Index, Input, Groups(run)) };
    }
}
