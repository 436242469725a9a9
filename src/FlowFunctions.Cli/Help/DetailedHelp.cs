using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace FlowFunctions.Cli.Help;

/// <summary>The usual help, followed by the details of a <see cref="DetailedCommand"/>.</summary>
/// <param name="usual">The usual help.</param>
internal sealed class DetailedHelp(HelpAction usual) : SynchronousCommandLineAction
{
    /// <summary>Puts it in the place of the usual help.</summary>
    public static void Install(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new DetailedHelp((HelpAction)option.Action!);
    }

    /// <summary>Who asks for help need not give the arguments that are required.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is DetailedCommand command)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(command.Details);
        }

        return exitCode;
    }
}
