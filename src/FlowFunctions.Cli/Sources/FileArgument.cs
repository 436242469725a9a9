using System.CommandLine;

namespace FlowFunctions.Cli.Sources;

/// <summary>Arguments that name flow files.</summary>
internal static class FileArgument
{
    public static Argument<string> One() =>
        Checked(new Argument<string>("FILE") { Description = "The flow, JSON or YAML." });

    public static Argument<string[]> Many() =>
        Checked(
            new Argument<string[]>("FILE")
            {
                Description = "Flow files, JSON or YAML.",
                Arity = ArgumentArity.OneOrMore,
            }
        );

    public static Argument<string[]> FilesAndFolders() =>
        Checked(
            new Argument<string[]>("PATH")
            {
                Description = "Flow files, or folders with flow files.",
                Arity = ArgumentArity.OneOrMore,
            }
        );

    /// <summary>A mistyped option is no file's name, though the parser would take it for one.</summary>
    private static T Checked<T>(T argument)
        where T : Argument
    {
        argument.Validators.Add(static result =>
        {
            foreach (var token in result.Tokens.Where(static token => token.Value.StartsWith('-')))
            {
                result.AddError($"There is no option {token.Value}. (A file of that name is ./{token.Value}.)");
            }
        });
        return argument;
    }
}
