using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace FlowFunctions.Flows.Schema;

/// <summary>
/// A JSON number by its mathematical value, exact at any size. Numbers of up to 18 digits around the decimal point are
/// a <see cref="decimal"/>; the rest are digits with an exponent, which are never multiplied out: <c>1e1000000000</c>
/// costs as little as it looks.
/// </summary>
internal readonly struct JsonNumber : IComparable<JsonNumber>, IEquatable<JsonNumber>
{
    private const int SmallDigits = 18;
    private readonly decimal small;
    private readonly Scientific? large;

    private JsonNumber(decimal small) => this.small = small;

    private JsonNumber(Scientific large) => this.large = large;

    public bool IsInteger => large is null ? decimal.IsInteger(small) : large.Exponent.Sign >= 0;

    public bool IsPositive => large is null ? small > 0 : !large.Negative;

    public static JsonNumber Read(JsonElement number)
    {
        var raw = JsonMarshal.GetRawUtf8Value(number);
        if (raw.Length <= SmallDigits && !raw.ContainsAny((byte)'e', (byte)'E'))
            return new(Utf8Parser.TryParse(raw, out decimal value, out _) ? value : 0);
        var parts = Scientific.Parse(Encoding.ASCII.GetString(raw));
        // One value has one form, so that two numbers of different form are known to differ.
        return parts.Fits(SmallDigits) ? new(parts.ToDecimal()) : new(parts);
    }

    /// <summary>The value as a count, at most <see cref="long.MaxValue"/>; null when it is negative or a fraction.</summary>
    public long? ToCount() =>
        !IsInteger ? null
        : large is not null ? (large.Negative ? null : long.MaxValue)
        : small < 0 ? null
        : (long)small;

    public bool IsMultipleOf(JsonNumber divisor) =>
        large is null && divisor.large is null
            ? small % divisor.small == 0
            : ToScientific().IsMultipleOf(divisor.ToScientific());

    public int CompareTo(JsonNumber other) =>
        large is null && other.large is null
            ? small.CompareTo(other.small)
            : ToScientific().CompareTo(other.ToScientific());

    public bool Equals(JsonNumber other) => small == other.small && large == other.large;

    public override bool Equals(object? obj) => obj is JsonNumber other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(small, large);

    private Scientific ToScientific() => large ?? Scientific.Parse(small.ToString(CultureInfo.InvariantCulture));

    /// <summary>0.<paramref name="Digits"/> is without leading or trailing zeros; empty for zero.</summary>
    private sealed record Scientific(bool Negative, string Digits, BigInteger Exponent)
    {
        public static Scientific Parse(string text)
        {
            bool negative = text[0] == '-';
            int mark = text.AsSpan().IndexOfAny('e', 'E');
            string mantissa = text[(negative ? 1 : 0)..(mark < 0 ? text.Length : mark)];
            var exponent = mark < 0 ? 0 : BigInteger.Parse(text.AsSpan(mark + 1), CultureInfo.InvariantCulture);
            int point = mantissa.IndexOf('.', StringComparison.Ordinal);
            string digits = point < 0 ? mantissa : mantissa.Remove(point, 1);
            string trimmed = digits.TrimEnd('0');
            exponent += digits.Length - trimmed.Length - (point < 0 ? 0 : mantissa.Length - point - 1);
            string significant = trimmed.TrimStart('0');
            return significant.Length == 0 ? new(false, "", 0) : new(negative, significant, exponent);
        }

        public bool Fits(int digits) =>
            Exponent >= -digits && Digits.Length + Exponent <= digits && Digits.Length <= digits;

        public decimal ToDecimal() =>
            Digits.Length == 0
                ? 0
                : decimal.Parse(
                    string.Create(CultureInfo.InvariantCulture, $"{(Negative ? "-" : "")}{Digits}e{Exponent}"),
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture
                );

        public int CompareTo(Scientific other)
        {
            if (Sign != other.Sign)
                return Sign.CompareTo(other.Sign);
            int magnitude = (Digits.Length + Exponent).CompareTo(other.Digits.Length + other.Exponent);
            return Sign * (magnitude != 0 ? magnitude : string.CompareOrdinal(Digits, other.Digits));
        }

        /// <summary>
        /// a·10^m is a multiple of b·10^n when b divides a·10^(m-n); with m below n, a would have to end in a zero,
        /// which trimmed digits never do.
        /// </summary>
        public bool IsMultipleOf(Scientific divisor)
        {
            if (Digits.Length == 0)
                return true;
            var shift = Exponent - divisor.Exponent;
            if (shift.Sign < 0)
                return false;
            var modulus = BigInteger.Parse(divisor.Digits, CultureInfo.InvariantCulture);
            var value = BigInteger.Parse(Digits, CultureInfo.InvariantCulture);
            return (value * BigInteger.ModPow(10, shift, modulus) % modulus).IsZero;
        }

        private int Sign =>
            Digits.Length == 0 ? 0
            : Negative ? -1
            : 1;
    }
}
