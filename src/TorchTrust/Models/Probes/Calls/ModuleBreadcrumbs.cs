using TorchTrust.Probes;
using TorchSharp;

namespace TorchTrust.Models.Probes;

/// <summary>
/// Says after each module that returned, in a host that runs a check again because the first one died in it. The hooks are
/// the user's model's, so nothing that is decided with them counts.
/// </summary>
internal static class ModuleBreadcrumbs
{
    /// <summary>The same subject, which says so.</summary>
    public static ModelSubject Trace(ModelSubject subject, Action<string> returned) => subject.BuiltBy(() =>
    {
        object model = subject.Build();
        foreach ((string path, torch.nn.Module module) in ModelSession.ModulesOf(model))
        {
            ForwardHook.TryInstall(module, (_, _, output) =>
            {
                returned(path);
                return output;
            });
        }

        return model;
    });
}
