using System.Buffers;
using System.Text.Json;
using FlowFunctions.Cli.Run.Progress;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.Cli.Run.Display;

/// <summary>Asks for the decisions that a run waits for, one after the other, and sends them when a key is pressed.</summary>
/// <param name="readKey">Waits for a key; null where nobody can press one.</param>
/// <param name="send">Sends a signal to a run.</param>
/// <param name="userName">Who decides.</param>
internal sealed class DecisionPrompt(Func<char>? readKey, Func<string, string, Payload, Task> send, string userName)
{
    private Question? _question;
    private bool _isListening;

    /// <summary>The question to show, or null when there is none. Called under the gate of the progress.</summary>
    public TreeLine? Ask(RunProgress progress)
    {
        var step = readKey is null ? null : progress.Root.Reached().FirstOrDefault(IsDecision);
        _question = step is null ? null : new Question(step.RunId, step.Wait!.Signal!, WaitText.Title(step.Wait)!);
        if (_question is not { } question)
        {
            return null;
        }

        Listen();
        var text = $"? {question.Title}  (y approves, n rejects)";
        return new TreeLine(text, Ansi.Bold, text.Length, TreeLineState.Active);
    }

    /// <summary>Whether a key answers what a step waits for.</summary>
    public bool Answers(StepProgress step) => readKey is not null && IsDecision(step);

    private static bool IsDecision(StepProgress step) =>
        step.AwaitedSignal is not null && WaitText.Title(step.Wait) is not null;

    /// <summary>A thread of its own, because reading a key cannot be given up; it ends with the process.</summary>
    private void Listen()
    {
        if (!_isListening)
        {
            _isListening = true;
            new Thread(ReadKeys) { IsBackground = true, Name = "keys" }.Start();
        }
    }

    private void ReadKeys()
    {
        while (true)
        {
            var key = char.ToLowerInvariant(readKey!());
            if (key is 'y' or 'n' && Interlocked.Exchange(ref _question, null) is { } question)
            {
                _ = send(question.RunId, question.Signal, Decision(key == 'y'));
            }
        }
    }

    private Payload Decision(bool approved)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteBoolean("approved", approved);
            json.WriteString("by", userName);
            json.WriteEndObject();
        }

        return Payload.FromUtf8(buffer.WrittenSpan.ToArray());
    }

    private sealed record Question(string RunId, string Signal, string Title);
}
