using System.Globalization;
using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Requests;

/// <summary>Times in addresses.</summary>
internal static class TimeParameter
{
    /// <summary>A time, UTC unless it says otherwise; null when it is not there.</summary>
    /// <param name="name">What the parameter is called.</param>
    /// <param name="text">What was sent.</param>
    /// <exception cref="ProblemException">400: it is none.</exception>
    public static DateTimeOffset? Read(string name, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new ProblemException(
                Problem.BadRequest($"'{name}' is '{text}'; give a time such as 2026-01-31T14:25:01Z.")
            );
    }
}
