using FlowFunctions.Expressions.Evaluation;

namespace FlowFunctions.Expressions.RegularExpressions;

/// <summary>
/// Finds matches by following all ways through a program at once, in order of priority (Pike's method): the match is
/// the one a backtracking engine would find first, and the time is linear in the text. A way that comes to a place
/// another has reached at the same character is dropped, which also ends rounds of a repetition that match nothing.
/// </summary>
internal sealed class RegExpSearch(EvaluationRun run, RegExpProgram program, int slots, string text)
{
    /// <summary>How many places of the program, each at one character, count as a step.</summary>
    public const int PlacesPerStep = 8;

    private readonly Stack<Way> _pending = new();
    private Ways _current = new(program.Code.Length);
    private Ways _next = new(program.Code.Length);
    private int _places;

    /// <summary>The first match from <paramref name="start"/> on: the positions in its slots, -1 where unset; or null.</summary>
    public int[]? Find(int start) => FindWay(start)?.Captures?.Resolve(slots);

    private Way? FindWay(int start)
    {
        _current.Clear();
        Way? found = null;
        for (var i = start; i <= text.Length; )
        {
            if (found is null && (i == 0 || !program.IsAnchored))
            {
                if (_current.Count == 0 && (i = SkipToFirst(i)) > text.Length)
                    break;
                Follow(_current, new Way(0, null), i);
            }
            else if (_current.Count == 0)
                break;
            found = Advance(i, out i) ?? found;
            (_current, _next) = (_next, _current);
        }
        return found;
    }

    /// <summary>Takes the character at <paramref name="i"/> on every way; the way that succeeds here, if any.</summary>
    private Way? Advance(int i, out int behind)
    {
        _next.Clear();
        Count(_current.Count + 1);
        behind = i + 1;
        var code = i < text.Length ? program.Read(text, i, out behind) : -1;
        for (var n = 0; n < _current.Count; n++)
        {
            var way = _current[n];
            var instruction = program.Code[way.Place];
            if (instruction.Operation == Operation.Succeed)
                return way;
            if (code >= 0 && instruction.Set!.Contains(code))
                Follow(_next, way with { Place = way.Place + 1 }, behind);
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
        var first = program.SkipToFirst(text, i);
        Count(first - i);
        return first;
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
            var instruction = program.Code[way.Place];
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
                    if (program.Holds((AssertionKind)instruction.First, text, position))
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

    private CaptureNote Note(Instruction instruction, int position, CaptureNote? before)
    {
        run.Charge(CaptureNote.Bytes);
        return new CaptureNote(instruction.First, instruction.Second, position, before);
    }

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
