namespace FlowFunctions.Expressions.RegularExpressions;

/// <summary>
/// Writes a pattern as a program for <see cref="RegExpSearch"/>. Counted repetitions are written out. Each round of a
/// repetition forgets the captures inside it, as RepeatMatcher of ECMA-262 §22.2.2.3.1 does. Without captures the
/// program says only whether there is a match; then a round that matches nothing makes no difference.
/// </summary>
internal sealed class RegExpCompiler(int freeSlot, bool captures)
{
    private readonly List<Instruction> _program = [];
    private int _freeSlot = freeSlot;

    /// <param name="tree">The pattern.</param>
    /// <param name="groupSlots">How many slots its groups take; those from there on are free.</param>
    /// <param name="captures">Whether the program notes where groups match.</param>
    public static Instruction[] Compile(RegExpNode tree, int groupSlots, bool captures)
    {
        var compiler = new RegExpCompiler(groupSlots, captures);
        compiler.Write(new GroupNode(0, tree));
        compiler._program.Add(new Instruction(Operation.Succeed));
        return [.. compiler._program];
    }

    private void Write(RegExpNode node)
    {
        switch (node)
        {
            case CharNode chars:
                _program.Add(new Instruction(Operation.Take, Set: chars.Set));
                break;
            case AssertionNode assertion:
                _program.Add(new Instruction(Operation.Assert, (int)assertion.Kind));
                break;
            case SequenceNode sequence:
                foreach (var item in sequence.Items)
                    Write(item);
                break;
            case AlternativesNode alternatives:
                WriteAlternatives(alternatives.Items);
                break;
            case GroupNode group:
                WriteSave(2 * group.Number);
                Write(group.Body);
                WriteSave((2 * group.Number) + 1);
                break;
            case RepeatNode repeat:
                WriteRepeat(repeat);
                break;
        }
    }

    private void WriteSave(int slot)
    {
        if (captures)
            _program.Add(new Instruction(Operation.Save, slot, slot));
    }

    private void WriteAlternatives(IReadOnlyList<RegExpNode> items)
    {
        var ends = new List<int>();
        foreach (var item in items.SkipLast(1))
        {
            var split = Reserve();
            Write(item);
            ends.Add(Reserve());
            Fill(split, split + 1, _program.Count);
        }
        Write(items[^1]);
        foreach (var end in ends)
            Fill(end, _program.Count, _program.Count);
    }

    private void WriteRepeat(RepeatNode node)
    {
        for (var i = 0; i < node.Min; i++)
            WriteRound(node);
        if (node.Max is not { } max)
        {
            var head = Reserve();
            WriteRound(node);
            Fill(Reserve(), head, head);
            Choose(head, node.Lazy);
            return;
        }
        var choices = new List<int>();
        for (var i = node.Min; i < max; i++)
        {
            choices.Add(Reserve());
            WriteOptionalRound(node);
        }
        choices.ForEach(choice => Choose(choice, node.Lazy));
    }

    /// <summary>A round beyond the least count fails if it matches nothing.</summary>
    private void WriteOptionalRound(RepeatNode node)
    {
        var (slot, isChecked) = (_freeSlot, captures && node.Body.IsNullable);
        if (isChecked)
            WriteSave(_freeSlot++);
        WriteRound(node);
        if (isChecked)
            _program.Add(new Instruction(Operation.Progress, slot));
    }

    private void WriteRound(RepeatNode node)
    {
        int[] groups = captures ? [.. node.Body.All.OfType<GroupNode>().Select(group => group.Number)] : [];
        if (groups.Length > 0)
            _program.Add(new Instruction(Operation.Forget, 2 * groups.Min(), (2 * groups.Max()) + 1));
        Write(node.Body);
    }

    /// <summary>One more round or the end, which is here: a lazy repetition prefers the end.</summary>
    private void Choose(int split, bool lazy)
    {
        if (lazy)
            Fill(split, _program.Count, split + 1);
        else
            Fill(split, split + 1, _program.Count);
    }

    private int Reserve()
    {
        _program.Add(default);
        return _program.Count - 1;
    }

    private void Fill(int index, int first, int second) =>
        _program[index] = new Instruction(Operation.Split, first, second);
}
