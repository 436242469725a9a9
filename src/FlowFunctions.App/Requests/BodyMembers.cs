using System.Text.Json;
using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Requests;

/// <summary>The members of a JSON object that a route takes; every other member is refused, because it is most likely mistyped.</summary>
internal readonly struct BodyMembers
{
    private readonly JsonElement _body;

    private BodyMembers(JsonElement body) => _body = body;

    /// <summary>Takes a body; one that was not sent has no members.</summary>
    /// <param name="body">The body.</param>
    /// <param name="known">The members there may be.</param>
    /// <exception cref="ProblemException">400: it is no object, or has a member of another name.</exception>
    public static BodyMembers Of(JsonElement body, params ReadOnlySpan<string> known)
    {
        if (body.ValueKind == JsonValueKind.Undefined)
        {
            return new(body);
        }

        if (body.ValueKind != JsonValueKind.Object)
        {
            throw Invalid($"Send a JSON object with {Names(known)}.");
        }

        foreach (var member in body.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                throw Invalid($"There is no '{member.Name}' here; there are {Names(known)}.");
            }
        }

        return new(body);
    }

    /// <summary>A member, or null when it is not there or <c>null</c>.</summary>
    public JsonElement? Any(string name) =>
        _body.ValueKind == JsonValueKind.Object
        && _body.TryGetProperty(name, out var value)
        && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    /// <summary>A text, or null when it is not there or empty.</summary>
    /// <exception cref="ProblemException">400: it is something else, or too long.</exception>
    public string? Text(string name, int maxLength)
    {
        if (Any(name) is not { } value)
        {
            return null;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : null;
        return text is null || text.Length > maxLength
                ? throw Invalid($"'{name}' must be a text of at most {maxLength} characters.")
            : text.Length == 0 ? null
            : text;
    }

    /// <summary>A word out of a few, or the first of them when it is not there.</summary>
    /// <exception cref="ProblemException">400: it is something else.</exception>
    public string Word(string name, params ReadOnlySpan<string> words)
    {
        if (Any(name) is not { } value)
        {
            return words[0];
        }

        return value.ValueKind == JsonValueKind.String && words.Contains(value.GetString()!)
            ? value.GetString()!
            : throw Invalid($"'{name}' must be one of {Names(words)}.");
    }

    /// <summary>A truth value; false when it is not there.</summary>
    /// <exception cref="ProblemException">400: it is something else.</exception>
    public bool Flag(string name) =>
        Any(name)?.ValueKind switch
        {
            null or JsonValueKind.False => false,
            JsonValueKind.True => true,
            _ => throw Invalid($"'{name}' must be true or false."),
        };

    /// <summary>A whole number within bounds, or the default when it is not there.</summary>
    /// <exception cref="ProblemException">400: it is something else.</exception>
    public int Number(string name, int least, int most, int byDefault)
    {
        if (Any(name) is not { } value)
        {
            return byDefault;
        }

        return
            value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out var number)
            && number >= least
            && number <= most
            ? number
            : throw Invalid($"'{name}' must be a whole number from {least} to {most}.");
    }

    private static ProblemException Invalid(string detail) => new(Problem.BadRequest(detail));

    private static string Names(ReadOnlySpan<string> names) => $"'{string.Join("', '", names)}'";
}
