namespace FlowFunctions.Expressions.RegularExpressions;

/// <summary>
/// Says whether a program matches anywhere in a text, by following all ways at once. One per thread keeps its memory,
/// so that a test allocates nothing.
/// </summary>
internal sealed class RegExpTest
{
    [ThreadStatic]
    private static RegExpTest? own;

    private int[] _pending = [];
    private int[] _current = [];
    private int[] _next = [];

    /// <summary>The round in which a place of the program was reached last. Rounds go on from test to test.</summary>
    private long[] _reached = [];
    private long _round;
    private int _count;
    private long _work;

    /// <param name="program">The program.</param>
    /// <param name="text">The text.</param>
    /// <param name="work">How many places of the program may be tried, each at one character; less what was done.</param>
    /// <returns>Whether there is a match; null when there was not enough <paramref name="work"/>.</returns>
    public static bool? Run(RegExpProgram program, ReadOnlySpan<char> text, ref long work)
    {
        var test = own ??= new RegExpTest();
        test.Reserve(program.Code.Length);
        test._work = work;
        var found = test.Search(program, text);
        work = Math.Max(test._work, 0);
        return test._work < 0 ? null : found;
    }

    private void Reserve(int places)
    {
        if (places <= _reached.Length)
            return;
        (_current, _next) = (new int[places], new int[places]);
        _reached = new long[places];
        // Each place is expanded once and leaves one behind at most.
        _pending = new int[places];
    }

    private bool Search(RegExpProgram program, ReadOnlySpan<char> text)
    {
        (_count, _round) = (0, _round + 1);
        for (var position = 0; _work >= 0; )
        {
            if (position == 0 || !program.IsAnchored)
            {
                var start = _count > 0 ? position : program.SkipToFirst(text, position);
                _work -= start - position;
                position = start;
                if (position <= text.Length && Follow(program, 0, text, position))
                    return true;
            }
            if (position >= text.Length || (_count == 0 && program.IsAnchored))
                return false;
            var code = program.Read(text, position, out position);
            if (Take(program, code, text, position))
                return true;
        }
        return false;
    }

    /// <summary>Takes a character on every way; whether one has then come to the end of the program.</summary>
    private bool Take(RegExpProgram program, int code, ReadOnlySpan<char> text, int behind)
    {
        var waiting = _count;
        (_current, _next) = (_next, _current);
        (_count, _round) = (0, _round + 1);
        _work -= waiting;
        foreach (var place in _next.AsSpan(0, waiting))
        {
            if (program.Code[place].Set!.Contains(code) && Follow(program, place + 1, text, behind))
                return true;
        }
        return false;
    }

    /// <summary>Follows a way until it waits for a character; whether it came to the end of the program.</summary>
    private bool Follow(RegExpProgram program, int place, ReadOnlySpan<char> text, int position)
    {
        var (code, reached, round, pending, count) = (program.Code, _reached, _round, _pending, 0);
        while (true)
        {
            // A way that stays where it is ends here, because its place has been reached.
            while (reached[place] != round)
            {
                reached[place] = round;
                _work--;
                ref readonly var instruction = ref code[place];
                switch (instruction.Operation)
                {
                    case Operation.Take:
                        _current[_count++] = place;
                        break;
                    case Operation.Succeed:
                        return true;
                    case Operation.Split:
                        pending[count++] = instruction.Second;
                        place = instruction.First;
                        break;
                    case Operation.Assert when !program.Holds((AssertionKind)instruction.First, text, position):
                        break;
                    default:
                        place++;
                        break;
                }
            }
            if (count == 0)
                return false;
            place = pending[--count];
        }
    }
}
