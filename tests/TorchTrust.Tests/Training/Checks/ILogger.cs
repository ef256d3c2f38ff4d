namespace TorchTrust.Tests.Training.Checks;

/// <summary>The shape of the interface of that name in <c>Microsoft.Extensions.Logging</c>, whose package these tests do without.</summary>
public interface ILogger
{
    bool IsEnabled(int logLevel);

    IDisposable? BeginScope<TState>(TState state)
        where TState : notnull;

    void Log<TState>(int logLevel, int eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter);
}
