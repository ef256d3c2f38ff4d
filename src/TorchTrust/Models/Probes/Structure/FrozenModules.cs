using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>Modules that the user's code has frozen as a whole, which nothing but a line that says so does.</summary>
internal static class FrozenModules
{
    /// <summary>
    /// Whether a module, or one around it, has parameters and all of them are frozen: then it may be held in eval mode in training,
    /// too, so that its statistics stay and it drops nothing.
    /// </summary>
    public static bool Holds(ModelSession session, string module)
    {
        for (string outer = module; outer.Length > 0; outer = ObjectGraph.OwnerOf(outer))
        {
            string prefix = outer + ".";
            Tensor[] inside =
                [.. session.Parameters.Where(entry => entry.Path.StartsWith(prefix, StringComparison.Ordinal))
                    .Select(entry => entry.Parameter)];
            if (inside.Length > 0 && !inside.Any(parameter => parameter.requires_grad))
            {
                return true;
            }
        }

        return false;
    }
}
