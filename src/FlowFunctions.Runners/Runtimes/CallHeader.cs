using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Runners.Runtimes;

/// <summary>Writes what a starter is told of a call; the other side of the starters' protocol.</summary>
internal static class CallHeader
{
    private static readonly CompositeFormat LengthsFormat = CompositeFormat.Parse("{0,-11} {1,-11}\n");

    /// <summary>Writes a whole call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="places">Where the process finds its things.</param>
    /// <param name="end">What the process prints at the end of the call, when it is to wait for another one; else null.</param>
    public static ReadOnlyMemory<byte> Frame(ScriptCall call, RuntimePlaces places, string? end)
    {
        var header = call.Runtime is ScriptRuntime.Bash ? Shell(call, places) : Json(call, places, end);
        var lengths = string.Format(CultureInfo.InvariantCulture, LengthsFormat, header.Length, call.Input.Length);
        return (byte[])[.. Encoding.ASCII.GetBytes(lengths), .. header.Span, .. call.Input.Span];
    }

    private static ReadOnlyMemory<byte> Json(ScriptCall call, RuntimePlaces places, string? end)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("entry", call.Entry);
        writer.WriteString("folder", places.Work);
        writer.WriteString("layer", RuntimePlaces.Layer(call.Runtime));
        writer.WriteString("inputFile", $"{places.Run}/input.json");
        writer.WriteString("secretsFolder", places.Secrets);
        writer.WriteNumber("outputBytes", call.Limits.OutputBytes);
        writer.WriteString("end", end);
        WriteTexts(writer, "variables", call.Variables);
        WriteTexts(writer, "secretFiles", call.SecretFiles);
        writer.WritePropertyName("context");
        writer.WriteRawValue(call.Context.Span);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, string> texts)
    {
        writer.WriteStartObject(name);
        foreach (var (key, value) in texts)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }

    private static ReadOnlyMemory<byte> Shell(ScriptCall call, RuntimePlaces places)
    {
        var text = new StringBuilder();
        Add(text, "flow_folder", places.Work);
        Add(text, "flow_entry", $"{places.Work}/{call.Entry}");
        Add(text, "flow_layer", RuntimePlaces.Layer(ScriptRuntime.Bash));
        Add(text, "flow_limit", call.Limits.OutputBytes.ToString(CultureInfo.InvariantCulture));
        Add(text, "export FLOW_INPUT_FILE", $"{places.Run}/input.json");
        Add(text, "export FLOW_OUTPUT", $"{places.Run}/output.json");
        Add(text, "export FLOW_CONTEXT_FILE", $"{places.Run}/context.json");
        text.Append(
            CultureInfo.InvariantCulture,
            $"printf %s {Quoted(Encoding.UTF8.GetString(call.Context.Span))} >\"$FLOW_CONTEXT_FILE\"\n"
        );
        foreach (var (name, value) in call.Variables)
        {
            Add(text, $"export {name}", value);
        }

        AddSecretFiles(text, call, places);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void AddSecretFiles(StringBuilder text, ScriptCall call, RuntimePlaces places)
    {
        if (call.SecretFiles.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"mkdir -p -m 0700 {Quoted(places.Secrets)}\n");
        }

        foreach (var (name, value) in call.SecretFiles)
        {
            var path = Quoted($"{places.Secrets}/{name}");
            text.Append(CultureInfo.InvariantCulture, $"(umask 277; printf %s {Quoted(value)} >{path})\n");
        }
    }

    private static void Add(StringBuilder text, string name, string value) =>
        text.Append(CultureInfo.InvariantCulture, $"{name}={Quoted(value)}\n");

    // Between apostrophes, a shell takes everything but an apostrophe as it stands.
    private static string Quoted(string value) => $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
