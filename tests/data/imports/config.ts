import { Amplify } from 'aws-amplify';

// the pool of the test stage
Amplify.configure({
  Auth: {
    Cognito: {
      userPoolId: import.meta.env.VITE_USER_POOL_ID || 'ap-south-1_Vb7Nc6Mx5',
      userPoolClientId: "7u8i9o0p1q2w3e4r5t6y7u8i9o", /* web */
      identityPoolId: `ap-south-1:12345678-90ab-4cde-8f01-234567890abc`,
      loginWith: { oauth: { domain: 'made-up.auth.ap-south-1.amazoncognito.com', responseType: 'code' } },
    },
  },
});
