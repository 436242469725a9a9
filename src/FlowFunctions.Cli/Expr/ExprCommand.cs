using System.CommandLine;
using System.Text.Json;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Problems;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Expressions;

namespace FlowFunctions.Cli.Expr;

/// <summary><c>flow expr 'EXPRESSION'</c></summary>
internal static class ExprCommand
{
    public static Command Create(Terminal terminal)
    {
        var text = new Argument<string>("EXPRESSION")
        {
            Description = "The expression; {{ }} around it may be left out.",
        };
        var input = Json("--input", "What 'input' is");
        var steps = Json("--steps", "What 'steps' is: {\"ID\": {\"output\": …, \"status\": \"Succeeded\"}}");
        var item = Json("--item", "What 'item' is");
        var env = new Option<string[]>("--env")
        {
            HelpName = "NAME=VALUE",
            Description = "A value of 'env'; may be repeated.",
        };
        var command = new DetailedCommand(
            "expr",
            "Evaluates an expression as a step would and prints its value as JSON.",
            """
            Exits 2 when it cannot be read, 1 when its evaluation fails.

            Examples:
              flow expr 'input.lines.map(l => l.price * l.quantity)' --input @order.json
              flow expr "steps.fetch.output.total > 100" --steps '{"fetch":{"output":{"total":120}}}'
            """
        )
        {
            text,
            input,
            steps,
            item,
            env,
        };
        command.SetAction(
            async (parsed, _) =>
            {
                var scope = new ExpressionScope
                {
                    Input = await ReadAsync(parsed, input, terminal),
                    Item = await ReadAsync(parsed, item, terminal),
                    Env = KeyValues.ToObject("--env", parsed.GetValue(env) ?? []),
                    Steps = GivenSteps.Find(await ReadAsync(parsed, steps, terminal)),
                    Now = TimeProvider.System.GetUtcNow(),
                    Seed = "flow expr",
                };
                return Evaluate(Unwrap(parsed.GetRequiredValue(text)), scope, terminal);
            }
        );
        return command;
    }

    private static Option<string?> Json(string name, string description) =>
        new(name) { HelpName = "JSON|@FILE|-", Description = $"{description}." };

    private static async Task<JsonElement> ReadAsync(ParseResult parsed, Option<string?> option, Terminal terminal) =>
        parsed.GetValue(option) is { } argument
            ? await JsonArgument.ReadAsync(option.Name, argument, terminal)
            : default;

    private static string Unwrap(string text) =>
        text.Trim() is ['{', '{', .. var inner, '}', '}'] ? inner.Trim() : text;

    private static int Evaluate(string text, ExpressionScope scope, Terminal terminal)
    {
        try
        {
            var value = Expression.Parse(text).Evaluate(scope);
            terminal.Output.WriteJson(json => Write(json, value));
            return ExitCode.Succeeded;
        }
        catch (ExpressionException exception)
        {
            Explain(text, exception, terminal);
            return exception is ExpressionSyntaxException ? ExitCode.Invalid : ExitCode.Failed;
        }
    }

    // As in a flow, where an undefined value becomes null.
    private static void Write(Utf8JsonWriter json, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            json.WriteNullValue();
        }
        else
        {
            value.WriteTo(json);
        }
    }

    private static void Explain(string text, ExpressionException exception, Terminal terminal)
    {
        terminal.Error.WriteLine($"flow: {exception.Message}");
        if (exception.Position is { } position)
        {
            var before = text[..Math.Min(position, text.Length)];
            var start = before.LastIndexOf('\n') + 1;
            var line = text[start..].Split('\n')[0];
            var hasColor = terminal.HasColor && terminal.IsErrorInteractive;
            SourceLine.Print(terminal.Error, line, position - start, hasColor);
        }
    }
}
