using Mono.Cecil;

namespace TorchTrust.Weaving;

/// <summary>Gives a shim the generic parameters of what it calls, and closes that over them: one shim serves all closings.</summary>
internal static class ShimGenerics
{
    /// <summary>The generic parameters of the class and then those of the member are those of the shim.</summary>
    /// <param name="module">The module of the shim.</param>
    /// <param name="shim">The shim.</param>
    /// <param name="target">The member that it calls.</param>
    /// <returns>Of a parameter of the class or of the member, that of the shim.</returns>
    public static Func<GenericParameter, TypeReference> Add(ModuleDefinition module, MethodDefinition shim, ShimTarget target)
    {
        int ofClass = target.Reference.DeclaringType is GenericInstanceType instance ? instance.GenericArguments.Count : 0;
        IEnumerable<GenericParameter> wanted = target.Definition.DeclaringType.GenericParameters.Take(ofClass)
            .Concat(target.Definition.GenericParameters);
        GenericParameter Mine(GenericParameter parameter) =>
            shim.GenericParameters[parameter.Type == GenericParameterType.Type ? parameter.Position : ofClass + parameter.Position];
        foreach (GenericParameter parameter in wanted)
        {
            // Variance is for interfaces and delegates alone; what the class demands of its arguments the shim must demand, too.
            shim.GenericParameters.Add(new GenericParameter(parameter.Name, shim)
            {
                Attributes = parameter.Attributes & ~GenericParameterAttributes.VarianceMask,
            });
        }

        foreach ((GenericParameter source, GenericParameter copy) in wanted.Zip(shim.GenericParameters))
        {
            foreach (GenericParameterConstraint constraint in source.Constraints)
            {
                copy.Constraints.Add(new GenericParameterConstraint(GenericTypes.Replace(Import(module, constraint.ConstraintType), Mine)));
            }
        }

        return Mine;
    }

    /// <summary>The member as the shim calls it: closed over the shim's own generic parameters.</summary>
    /// <param name="shim">The shim.</param>
    /// <param name="target">The member.</param>
    public static MethodReference Called(MethodDefinition shim, ShimTarget target)
    {
        MethodReference element = target.Reference.GetElementMethod();
        TypeReference declaring = element.DeclaringType;
        int ofClass = 0;
        if (target.Reference.DeclaringType is GenericInstanceType instance)
        {
            ofClass = instance.GenericArguments.Count;
            var closed = new GenericInstanceType(instance.ElementType);
            foreach (GenericParameter parameter in shim.GenericParameters.Take(ofClass))
            {
                closed.GenericArguments.Add(parameter);
            }

            declaring = closed;
        }

        var called = new MethodReference(element.Name, element.ReturnType, declaring)
        {
            HasThis = element.HasThis,
            ExplicitThis = element.ExplicitThis,
            CallingConvention = element.CallingConvention,
        };
        foreach (ParameterDefinition parameter in element.Parameters)
        {
            called.Parameters.Add(new ParameterDefinition(parameter.ParameterType));
        }

        if (element.GenericParameters.Count == 0)
        {
            return called;
        }

        foreach (GenericParameter parameter in element.GenericParameters)
        {
            called.GenericParameters.Add(new GenericParameter(parameter.Name, called));
        }

        var method = new GenericInstanceMethod(called);
        foreach (GenericParameter parameter in shim.GenericParameters.Skip(ofClass))
        {
            method.GenericArguments.Add(parameter);
        }

        return method;
    }

    private static TypeReference Import(ModuleDefinition module, TypeReference type)
    {
        switch (type)
        {
            case GenericParameter:
                return type;
            case GenericInstanceType instance:
                var closed = new GenericInstanceType(module.ImportReference(instance.ElementType));
                foreach (TypeReference argument in instance.GenericArguments)
                {
                    closed.GenericArguments.Add(Import(module, argument));
                }

                return closed;
            default:
                return module.ImportReference(GenericTypes.Bare(type));
        }
    }
}
