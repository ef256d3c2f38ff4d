using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using MnistVae.Checkpoints;
using MnistVae.Data;
using MnistVae.Training;

namespace MnistVae.Run;

/// <summary>The whole program: reads the command line, runs the command, and turns errors into one line each.</summary>
public static class VaeProgram
{
    private const string DefaultCommand = "train";

    /// <summary>Runs the program.</summary>
    /// <param name="arguments">The command line; <c>train</c> if it is empty.</param>
    /// <param name="user">Where the words go.</param>
    /// <returns>0; 1 after an error; 2 for a command line that is not allowed; 130 or 143 after a signal.</returns>
    public static int Run(IReadOnlyList<string> arguments, UserInterface user)
    {
        ParseResult result = Commands(user).Parse(arguments.Count == 0 ? [DefaultCommand] : arguments);
        if (result.Action is ParseErrorAction || (result.Action is null && result.Errors.Count > 0))
        {
            return Fail(user, UsageErrors.Describe(result), ExitCode.Usage);
        }

        try
        {
            return result.Invoke(new InvocationConfiguration
            {
                Output = user.Output,
                Error = user.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (UsageException exception)
        {
            return Fail(user, exception.Message, ExitCode.Usage);
        }
        catch (Exception exception) when (IsForTheUser(exception))
        {
            return Fail(user, exception.Message, ExitCode.Failure);
        }
    }

    private static RootCommand Commands(UserInterface user) =>
        new("Trains a variational autoencoder on MNIST, judges it, and draws digits with it. Without a command: train.")
        {
            new TrainCommand(user).Command,
            new EvaluateCommand(user).Command,
            new GenerateCommand(user).Command,
        };

    /// <summary>Anything else is a fault of the program: it ends with its stack trace.</summary>
    private static bool IsForTheUser(Exception exception) => exception
        is RunException or CheckpointException or NonFiniteException or BatchLoadException
        or IOException or UnauthorizedAccessException or InvalidDataException or ExternalException;

    private static int Fail(UserInterface user, string message, int exitCode)
    {
        user.Error.WriteLine($"error: {message.ReplaceLineEndings(" ").Trim()}");
        return exitCode;
    }
}
