using FlowFunctions.Expressions.Evaluation;

namespace FlowFunctions.Expressions.RegularExpressions;

/// <summary>
/// Finds matches by following all ways through a program at once, in order of priority (Pike's method): the match is
/// the one a backtracking engine would find first, and the time is linear in the text. A way that comes to a place
/// another has reached at the same character is dropped, which also ends rounds of a repetition that match nothing.
/// </summary>
internal sealed class RegExpSearch(EvaluationRun run, Instruction[] program, int slots, CharSet? first, string text)
{
    /// <summary>How many places of the program, each at one character, count as a step.</summary>
    private const int PlacesPerStep = 8;

    private readonly Stack<Way> _pending = new();
    private Ways _current = new(program.Length);
    private Ways _next = new(program.Length);
    private int _places;
    private bool _keepsCaptures = true;

    /// <summary>Whether there is a match anywhere.</summary>
    public bool Exists()
    {
        _keepsCaptures = false;
        return FindWay(0) is not null;
    }

    /// <summary>The first match from <paramref name="start"/> on: the positions in its slots, -1 where unset; or null.</summary>
    public int[]? Find(int start) => FindWay(start)?.Captures?.Resolve(slots);

    private Way? FindWay(int start)
    {
        _current.Clear();
        Way? found = null;
        for (var i = start; i <= text.Length; i++)
        {
            if (found is null)
            {
                if (_current.Count == 0 && (i = SkipToFirst(i)) > text.Length)
                    break;
                Follow(_current, new Way(0, null), i);
            }
            else if (_current.Count == 0 || !_keepsCaptures)
                break;
            found = Advance(i) ?? found;
            (_current, _next) = (_next, _current);
        }
        return found;
    }

    /// <summary>Takes the character at <paramref name="i"/> on every way; the way that succeeds here, if any.</summary>
    private Way? Advance(int i)
    {
        _next.Clear();
        Count(_current.Count + 1);
        for (var n = 0; n < _current.Count; n++)
        {
            var way = _current[n];
            var instruction = program[way.Place];
            if (instruction.Operation == Operation.Succeed)
                return way;
            if (i < text.Length && instruction.Set!.Contains(text[i]))
                Follow(_next, way with { Place = way.Place + 1 }, i + 1);
        }
        return null;
    }

    private void Count(int places)
    {
        _places += places;
        if (_places < PlacesPerStep)
            return;
        run.Step(_places / PlacesPerStep);
        _places %= PlacesPerStep;
    }

    /// <summary>Without a way under way, only a character that can begin a match matters.</summary>
    private int SkipToFirst(int i)
    {
        if (first is null)
            return i;
        var from = i;
        while (i < text.Length && !first.Contains(text[i]))
            i++;
        Count(i - from);
        return i < text.Length ? i : text.Length + 1;
    }

    /// <summary>Follows a way until it needs a character or succeeds.</summary>
    private void Follow(Ways ways, Way start, int position)
    {
        _pending.Push(start);
        while (_pending.TryPop(out var way))
        {
            Count(1);
            if (!ways.Reach(way.Place))
                continue;
            var instruction = program[way.Place];
            var behind = way with { Place = way.Place + 1 };
            switch (instruction.Operation)
            {
                case Operation.Split:
                    _pending.Push(way with { Place = instruction.Second });
                    _pending.Push(way with { Place = instruction.First });
                    break;
                case Operation.Save:
                    _pending.Push(behind with { Captures = Note(instruction, position, way.Captures) });
                    break;
                case Operation.Forget:
                    _pending.Push(behind with { Captures = Note(instruction, -1, way.Captures) });
                    break;
                case Operation.Assert:
                    if (Holds((AssertionKind)instruction.First, position))
                        _pending.Push(behind);
                    break;
                case Operation.Progress:
                    if (way.Captures!.Find(instruction.First) < position)
                        _pending.Push(behind);
                    break;
                default:
                    ways.Add(way);
                    break;
            }
        }
    }

    private CaptureNote? Note(Instruction instruction, int position, CaptureNote? before)
    {
        if (!_keepsCaptures && instruction.First < slots)
            return before;
        run.Charge(CaptureNote.Bytes);
        return new CaptureNote(instruction.First, instruction.Second, position, before);
    }

    private bool Holds(AssertionKind kind, int i) =>
        kind switch
        {
            AssertionKind.Start => i == 0,
            AssertionKind.End => i == text.Length,
            AssertionKind.LineStart => i == 0 || CharSet.LineEnds.Contains(text[i - 1]),
            AssertionKind.LineEnd => i == text.Length || CharSet.LineEnds.Contains(text[i]),
            AssertionKind.WordBoundary => IsWord(i - 1) != IsWord(i),
            _ => IsWord(i - 1) == IsWord(i),
        };

    private bool IsWord(int i) => i >= 0 && i < text.Length && CharSet.Words.Contains(text[i]);

    private readonly record struct Way(int Place, CaptureNote? Captures);

    /// <summary>The ways at one character, in order of priority, and the places reached there.</summary>
    private sealed class Ways(int places)
    {
        private readonly Way[] _ways = new Way[places];
        private readonly int[] _reached = new int[places];
        private int _round = 1;

        public int Count { get; private set; }

        public Way this[int index] => _ways[index];

        public void Clear()
        {
            Count = 0;
            _round++;
        }

        public bool Reach(int place)
        {
            var isNew = _reached[place] != _round;
            _reached[place] = _round;
            return isNew;
        }

        public void Add(Way way) => _ways[Count++] = way;
    }
}
