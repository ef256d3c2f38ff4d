using System.Reflection;

namespace TorchTrust.Models.Probes;

/// <summary>Finds how a user would call a module, when the subject does not say it.</summary>
internal static class ForwardCall
{
    /// <summary>
    /// Calls the module with the arguments: <c>call</c> if it has one that fits, else its own <c>forward</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">No method takes these arguments.</exception>
    public static object? Invoke(object model, object?[] arguments)
    {
        MethodInfo? method = Find(model.GetType(), "call", arguments) ?? Find(model.GetType(), "forward", arguments);
        if (method is null)
        {
            string types = string.Join(", ", arguments.Select(argument => argument?.GetType().Name ?? "null"));
            throw new InvalidOperationException(
                $"{model.GetType().Name} has no public call or forward that takes ({types}). "
                    + "Declare how to run it: subject.WithForward<…>((model, inputs) => …).");
        }

        object?[] padded = [.. arguments, .. method.GetParameters().Skip(arguments.Length).Select(p => p.DefaultValue)];
        return method.Invoke(model, BindingFlags.DoNotWrapExceptions, null, padded, null);
    }

    private static MethodInfo? Find(Type type, string name, object?[] arguments) => type
        .GetMethods(BindingFlags.Instance | BindingFlags.Public)
        .Where(method => method.Name == name && Takes(method.GetParameters(), arguments))
        .OrderBy(method => method.GetParameters().Length)
        .FirstOrDefault();

    private static bool Takes(ParameterInfo[] parameters, object?[] arguments) =>
        parameters.Length >= arguments.Length
        && parameters.Skip(arguments.Length).All(parameter => parameter.HasDefaultValue)
        && arguments.Zip(parameters).All(pair => pair.First is null || pair.Second.ParameterType.IsInstanceOfType(pair.First));
}
