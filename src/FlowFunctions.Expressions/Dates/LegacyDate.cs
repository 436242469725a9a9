using System.Globalization;

namespace FlowFunctions.Expressions.Dates;

/// <summary>
/// Reads dates such as <c>Mon, 25 Dec 1995 13:30:00 +0430</c>, <c>12/25/1995</c> or <c>Dec 25, 1995 1:30 PM</c>: words
/// and numbers in any order that leaves one meaning. Without a zone the time is UTC.
/// </summary>
internal sealed class LegacyDate(string text)
{
    private const string Months = "janfebmaraprmayjunjulaugsepoctnovdec";

    private static readonly Dictionary<string, int> ZoneHours = new(StringComparer.Ordinal)
    {
        ["ut"] = 0,
        ["utc"] = 0,
        ["gmt"] = 0,
        ["z"] = 0,
        ["est"] = -5,
        ["edt"] = -4,
        ["cst"] = -6,
        ["cdt"] = -5,
        ["mst"] = -7,
        ["mdt"] = -6,
        ["pst"] = -8,
        ["pdt"] = -7,
    };

    private readonly List<int> _days = [];
    private readonly List<int> _times = [];
    private int _position;
    private int _namedMonth;
    private int? _noon;
    private bool _timeEnded;
    private int _zoneSign = 1;
    private int? _zoneHour;
    private int? _zoneMinute;
    private bool _hasReadNumber;

    private char Current => _position < text.Length ? text[_position] : '\0';

    public double Parse()
    {
        while (_position < text.Length)
        {
            if (!ReadPart())
                return double.NaN;
        }
        return Compose();
    }

    private bool ReadPart()
    {
        var c = Current;
        if (char.IsAsciiDigit(c))
            return ReadNumber();
        if (char.IsAsciiLetter(c))
            return ReadWord();
        _position++;
        if (c is '+' or '-' && (_zoneHour == 0 || _times.Count > 0))
            return ReadOffset(c == '-' ? -1 : 1);
        if (c == '(')
            SkipComment();
        return !(c is '+' or '-' or ')') || !_hasReadNumber;
    }

    private bool ReadNumber()
    {
        _hasReadNumber = true;
        var (number, _) = Digits();
        if (Take(':'))
            return Current != ':' && AddTime(number);
        if (Current == '.' && IsExpected(number))
        {
            _position++;
            return AddTime(number) && char.IsAsciiDigit(Current) && EndTime(Milliseconds());
        }
        if (_zoneHour is not null && _zoneMinute is null && number <= 59)
        {
            _zoneMinute = number;
            return true;
        }
        if (IsExpected(number))
            return EndTime(number) && (Current is '\0' or '+' or '-' or 'Z' or 'z' || char.IsWhiteSpace(Current));
        _days.Add(number);
        Take('-');
        return _days.Count <= 3;
    }

    private bool IsExpected(int number) =>
        !_timeEnded && (_times.Count is 1 or 2 ? number <= 59 : _times.Count == 3 && number <= 999);

    private bool AddTime(int number)
    {
        _times.Add(number);
        return _times.Count <= 4;
    }

    private bool EndTime(int number)
    {
        var added = AddTime(number);
        _timeEnded = true;
        return added;
    }

    private bool ReadWord()
    {
        var start = _position;
        while (char.IsAsciiLetter(Current))
            _position++;
        var word = text[start.._position].ToLowerInvariant();
        var month = word.Length < 3 ? -1 : Months.IndexOf(word[..3], StringComparison.Ordinal);
        if (word is "am" or "pm" && _times.Count > 0)
            _noon = word == "am" ? 0 : 12;
        else if (month >= 0 && month % 3 == 0)
        {
            _namedMonth = (month / 3) + 1;
            Take('-');
        }
        else if (_hasReadNumber && ZoneHours.TryGetValue(word, out var zone))
            (_zoneSign, _zoneHour, _zoneMinute) = (Math.Sign(zone), Math.Abs(zone), 0);
        else
            return !_hasReadNumber && !char.IsAsciiDigit(Current);
        return true;
    }

    private bool ReadOffset(int sign)
    {
        _zoneSign = sign;
        _hasReadNumber = true;
        var (number, length) = Digits();
        if (Current == ':')
            (_zoneHour, _zoneMinute) = (number, null);
        else if (length is 1 or 2)
            (_zoneHour, _zoneMinute) = (number, 0);
        else if (length is 3 or 4)
            (_zoneHour, _zoneMinute) = (number / 100, number % 100);
        else
            return false;
        return true;
    }

    private void SkipComment()
    {
        for (var open = 1; open > 0 && _position < text.Length; _position++)
            open +=
                Current == '(' ? 1
                : Current == ')' ? -1
                : 0;
    }

    private bool Take(char c)
    {
        if (Current != c)
            return false;
        _position++;
        return true;
    }

    private (int Number, int Length) Digits()
    {
        var start = _position;
        while (char.IsAsciiDigit(Current))
            _position++;
        var digits = text.AsSpan(start.._position);
        return (
            digits.Length is 0 or > 9
                ? digits.Length == 0
                    ? 0
                    : int.MaxValue
                : int.Parse(digits, CultureInfo.InvariantCulture),
            digits.Length
        );
    }

    private int Milliseconds()
    {
        var start = _position;
        Digits();
        return int.Parse(text[start.._position].PadRight(3, '0')[..3], CultureInfo.InvariantCulture);
    }

    private double Compose()
    {
        if (_days.Count == 0)
            return double.NaN;
        while (_days.Count < 3)
            _days.Add(1);
        var (year, month, day) = Order();
        year +=
            year is >= 0 and <= 49 ? 2000
            : year is >= 50 and <= 99 ? 1900
            : 0;
        while (_times.Count < 4)
            _times.Add(0);
        var hour = _times[0];
        if (_noon is { } noon)
            hour = hour <= 12 ? (hour % 12) + noon : -1;
        if (month is < 1 or > 12 || day is < 1 or > 31 || !DateParser.IsTime(hour, _times[1], _times[2], _times[3]))
            return double.NaN;
        var offset = _zoneSign * TimeValue.Milliseconds(_zoneHour ?? 0, _zoneMinute ?? 0, 0, 0);
        return TimeValue.Clip(
            (TimeValue.Days(year, month - 1, day) * TimeValue.MillisecondsPerDay)
                + TimeValue.Milliseconds(hour, _times[1], _times[2], _times[3])
                - offset
        );
    }

    private (int Year, int Month, int Day) Order()
    {
        var yearFirst = _days[0] is < 1 or > 31;
        if (_namedMonth == 0)
            return yearFirst ? (_days[0], _days[1], _days[2]) : (_days[2], _days[0], _days[1]);
        return yearFirst ? (_days[0], _namedMonth, _days[1]) : (_days[1], _namedMonth, _days[0]);
    }
}
