namespace TorchTrust.WatchPrograms.Faulty;

/// <summary>The generator is seeded in each epoch: dropout is the same each time.</summary>
internal static class SeedInLoop
{
    public static void Run()
    {
        Sequential model = Digits.Model();
        using optim.Optimizer optimizer = optim.Adam(model.parameters(), lr: 1e-2);
        for (int epoch = 0; epoch < Digits.Epochs; epoch++)
        {
            manual_seed(1); // fault
            foreach ((Tensor points, Tensor classes) in Digits.Shuffled(epoch))
            {
                optimizer.zero_grad();
                Tensor loss = F.cross_entropy(model.call(points), classes);
                loss.backward();
                optimizer.step();
            }

            Digits.Accuracy(model);
        }
    }
}
