using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.RegularExpressions;

/// <summary>One match: the start and end of the whole and of each group, -1 for a group that took no part.</summary>
internal sealed record RegExpMatch(string Input, int[] Positions, Dictionary<string, int> Names)
{
    public int Index => Positions[0];

    public int End => Positions[1];

    /// <summary>How many captures there are, the whole match included.</summary>
    public int Count => Positions.Length / 2;

    public string Text => Input[Index..End];

    public Value Capture(int group)
    {
        var (start, end) = (Positions[2 * group], Positions[(2 * group) + 1]);
        return end < 0 ? Value.Undefined : Input[start..end];
    }

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
        run.ChargeItems(Count);
        run.ChargeText((long)(End - Index) * Count);
        var items = new Value[Count];
        for (var i = 0; i < items.Length; i++)
            items[i] = Capture(i);
        return new ArrayValue(items) { Match = new MatchDetails(Index, Input, Groups(run)) };
    }
}
