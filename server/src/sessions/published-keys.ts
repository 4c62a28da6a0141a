/**
 * Keys and secrets that everybody has, by their RFC 7638 thumbprint, and where they are printed. People copy them from
 * there, and whoever knows them can sign in as anybody. Shorter secrets are refused anyhow.
 */
export const publishedKeys: ReadonlyMap<string, string> = new Map([
  ['y_x3gCJnL6oKGBBIXScabduwxTVy2Wd2bzRVEUbdUzc', 'RFC 7515, A.1'],
  ['IsUn6_e04MaShXFIISMp4kG62LWzMIPy_MvSA5pJgX8', 'RFC 7515, A.2'],
  ['oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U', 'RFC 7515, A.3'],
  ['xtIsOV1FqKH77AI_A3jdTg5QfdabzqI-LNpYTPi0IgI', 'RFC 7516, A.1'],
  ['cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s', 'RFC 7517, A.2, key 1'],
  ['NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs', 'RFC 7517, A.2, key 2'],
  ['_GK0r6GCoJt9zcssg9lay4obIxgCq05ntiRymRHADSU', 'RFC 7518, C, Alice'],
  ['Vy57XrArUrW0NbpI12tEzDHABxMwrTh6HHXRenSpnCo', 'RFC 7518, C, Bob'],
  ['9jg46WB3rR_AHD-EBXdN7cBkH1WOu0tA3M9fm21mqTI', 'RFC 7520, 3.4'],
  ['RtoRur_1Dir5M4wuOfqNkDYOf9O_4RJ-aHkTA75RLA8', 'RFC 7520, 3.5'],
  ['kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k', 'RFC 8037, A.1'],
  ['19J8y7Zprt2-QKLjF2I5pVk0OELX6cY2AfaAv1LC_w8', 'jwt.io, ES256'],
  ['oGDmHqCJ7yzMkWEkrlZVHkvrHIyQwtlDmeq5ForUHeY', 'jwt.io, RS256'],
  ['LXkAyqcFEoI5pkMzfWjsAWbChzHfxtqD4Te31pAwA1s', 'jwt.io, HS256'],
  ['3Sh8jwxtGAUg1j6_4BIuuT-0fsyXeym9VQpxNRGTJFs', 'jwt.io, HS512'],
  ['kH8sAHaZ0JStvjVfsgn9oSw1CobZHXZbqjVsWvNdDPo', 'FastAPI tutorial, as text'],
  ['YHzmSyvnDprIO9IDdLHeB1ilWWWgzD0AOs_HluVDfL0', 'FastAPI tutorial, as bytes'],
  ['3O3eKnnAVdEK75M4pwXbUWBkPAe9Jtd-mt2mIFfDgY8', 'Spring Boot tutorials, as text'],
  ['CJGCwbSCHoFTbNz3TB-fM7yDktLPwOg5pZUDRbOTdow', 'Spring Boot tutorials, as base64'],
  ['D9v9KSbinLjSyifh21T7Yyh5iTpKYXdNI9BOlT7qQl0', 'Spring Boot tutorials, as bytes'],
  ['-WzbXT2mby3eII3aBgMeto03_rcumt7Fd8RySytSVi0', 'ASP.NET tutorials (1)'],
  ['Gyusl8cEAvCFT2hNIcn_3lGrqrr_JJuYyoeg4Fv1vNg', 'ASP.NET tutorials (2)'],
])
